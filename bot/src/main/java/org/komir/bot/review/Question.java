package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Refused.Why;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of a request, as JSON. What is missing or of another form makes it a bad request. */
record Question(JsonNode body) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Question of(HttpServletRequest request) {
        return of(request, Limit.BODY);
    }

    static Question of(HttpServletRequest request, Limit limit) {
        try {
            return new Question(JSON.readTree(bytesOf(request, limit)));
        } catch (JacksonException unreadable) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    /** All of a body that is not JSON. */
    static byte[] bytesOf(HttpServletRequest request, Limit limit) {
        try {
            byte[] body = request.getInputStream().readNBytes(limit.most() + 1);
            if (body.length > limit.most()) {
                throw new Refused(Why.BAD_REQUEST);
            }
            return body;
        } catch (IOException brokenOff) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    String text(String field) {
        JsonNode value = body.path(field);
        if (!value.isString()) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return value.asString();
    }

    byte[] bytes(String field) {
        try {
            return Base64.getDecoder().decode(text(field));
        } catch (IllegalArgumentException notBase64) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    /** An object within it. */
    Question part(String field) {
        JsonNode value = body.path(field);
        if (!value.isObject()) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return new Question(value);
    }

    /** At least 0. */
    long size(String field) {
        JsonNode value = body.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return value.asLong();
    }

    boolean yes(String field) {
        JsonNode value = body.path(field);
        if (!value.isBoolean()) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return value.asBoolean();
    }

    /** The entries of a list, none where there is no such field. */
    List<Question> list(String field) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isArray()) {
            throw new Refused(Why.BAD_REQUEST);
        }
        List<Question> entries = new ArrayList<>();
        value.forEach(entry -> entries.add(new Question(entry)));
        return entries;
    }

    /** The texts of a list, none where there is no such field. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (Question entry : list(field)) {
            if (!entry.body().isString()) {
                throw new Refused(Why.BAD_REQUEST);
            }
            texts.add(entry.body().asString());
        }
        return texts;
    }

    SignedText signed() {
        return new SignedText(text("statement"), bytes("signature"));
    }

    /** A text that is itself JSON: the exact bytes of it were signed. */
    static Question inside(String text) {
        try {
            return new Question(JSON.readTree(text.getBytes(UTF_8)));
        } catch (JacksonException unreadable) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }
}

package org.komir.bot.practice;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.MultipartReader;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The parameters of a call of the Bot API: one JSON object, or the parts of a form (RFC 7578) where a file goes with them. */
public final class Parameters {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern NAME = Pattern.compile("(?:^|;)\\s*name=\"([^\"]*)\"");

    private Parameters() {}

    /**
     * Files become bytes, and what the client wrote as text stays text.
     *
     * @param type the call's content type
     * @throws IOException if the form breaks off
     * @throws tools.jackson.core.JacksonException if what should be JSON is none
     */
    public static JsonNode read(String type, byte[] body) throws IOException {
        @Nullable MediaType media = MediaType.parse(type);
        @Nullable String boundary = media == null ? null : media.parameter("boundary");
        if (boundary == null || media == null || !media.type().equals("multipart")) {
            return JSON.readTree(body);
        }
        ObjectNode parameters = JSON.createObjectNode();
        try (MultipartReader form = new MultipartReader(new Buffer().write(body), boundary)) {
            for (MultipartReader.Part part = form.nextPart(); part != null; part = form.nextPart()) {
                @Nullable String disposition = part.headers().get("Content-Disposition");
                Matcher name = NAME.matcher(disposition == null ? "" : disposition);
                boolean named = name.find();
                if (named && disposition != null && disposition.contains("filename=")) {
                    parameters.put(name.group(1), part.body().readByteArray());
                } else if (named) {
                    parameters.put(name.group(1), part.body().readUtf8());
                }
            }
        }
        return parameters;
    }
}

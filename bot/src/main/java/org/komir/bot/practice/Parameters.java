package org.komir.bot.practice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The parameters of a call of the Bot API: one JSON object, or the parts of a form (RFC 7578) where a file goes with them. */
public final class Parameters {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern NAME =
            Pattern.compile("content-disposition:[^\r\n]*?;\\s*name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE =
            Pattern.compile("content-disposition:[^\r\n]*;\\s*filename\\*?=", Pattern.CASE_INSENSITIVE);
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] NO_MORE = "--".getBytes(ISO_8859_1);

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
        return boundary == null || media == null || !media.type().equals("multipart")
                ? JSON.readTree(body)
                : form(body, ("\r\n--" + boundary).getBytes(ISO_8859_1));
    }

    /** Goes over the bytes once: okhttp's reader began anew at every 8 KiB, and took most of a minute for 20 MB. */
    private static JsonNode form(byte[] body, byte[] delimiter) throws IOException {
        ObjectNode parameters = JSON.createObjectNode();
        byte[] first = Arrays.copyOfRange(delimiter, 2, delimiter.length);
        int at = isAt(body, 0, first) ? first.length : find(body, 0, delimiter) + delimiter.length;
        while (!isAt(body, at, NO_MORE)) {
            int endOfHead = find(body, at, END_OF_HEAD);
            int content = endOfHead + END_OF_HEAD.length;
            int end = find(body, content, delimiter);
            String head = new String(body, at, endOfHead - at, UTF_8);
            Matcher name = NAME.matcher(head);
            if (name.find() && FILE.matcher(head).find()) {
                parameters.put(name.group(1), Arrays.copyOfRange(body, content, end));
            } else if (name.hasMatch()) {
                parameters.put(name.group(1), new String(body, content, end - content, UTF_8));
            }
            at = end + delimiter.length;
        }
        return parameters;
    }

    private static int find(byte[] body, int from, byte[] wanted) throws EOFException {
        for (int at = from; at <= body.length - wanted.length; at++) {
            if (body[at] == wanted[0] && isAt(body, at, wanted)) {
                return at;
            }
        }
        throw new EOFException("a form breaks off");
    }

    private static boolean isAt(byte[] body, int at, byte[] wanted) {
        return at + wanted.length <= body.length
                && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length);
    }
}

package org.komir.bot.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.komir.bot.files.FileName;

/**
 * A file of a letter to a family, as the volunteer signed it.
 *
 * @param kind {@code voice}, {@code photo}, … ({@code docs/record-format.md}, step 11)
 * @param size in bytes, of the file itself
 * @param sha256 hexadecimal, of the file itself
 * @param type as the volunteer's program told it, or empty
 */
public record LetterFile(FileName file, String kind, long size, String sha256, String type) {
    /** What a bot may upload, and as a photo (Bot API, "Sending files"): 50 MB and 10 MB. */
    static final long LARGEST = 50_000_000;

    private static final long LARGEST_PHOTO = 10_000_000;

    private static final Map<String, String> VOICES =
            Map.of("audio/ogg", "ogg", "audio/mpeg", "mp3", "audio/mp4", "m4a");
    private static final Map<String, String> PHOTOS = Map.of("image/jpeg", "jpg", "image/png", "png");
    /** Others "may be sent as document" (Bot API, sendVideo). */
    private static final Map<String, String> VIDEOS = Map.of("video/mp4", "mp4");

    private static final Map<String, String> OTHERS =
            Map.of("application/pdf", "pdf", "text/plain", "txt", "audio/webm", "webm", "video/webm", "webm");

    public LetterFile {
        if (size < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not what a letter says of a file");
        }
    }

    /** How Telegram shows it. */
    public enum Shown {
        VOICE,
        PHOTO,
        VIDEO,
        DOCUMENT
    }

    /** Why a file did not come into a chat. */
    public enum NotSent {
        /** It changed after it was checked; nothing of it arrived. */
        NOT_AS_SIGNED,
        /** It may stand there all the same. */
        FAILED
    }

    /** Writes it, opened, from its beginning; may be asked again. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A file on its way into a chat.
     *
     * @param name a neutral one: what a volunteer called it may tell too much
     * @param content throws {@link NotAsSigned} before its last byte where it is not what was signed
     */
    public record Opened(String method, String field, String name, long size, Content content) {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** It is damaged, exchanged or gone. */
    public static final class NotAsSigned extends IOException {
        private static final long serialVersionUID = 1;

        NotAsSigned() {
            super("a file of a letter is not what was signed");
        }
    }

    boolean fitsChat() {
        return size <= LARGEST;
    }

    boolean isEmpty() {
        return size == 0;
    }

    Shown shown() {
        if (VOICES.containsKey(plainType()) && (kind.equals("voice") || kind.equals("audio"))) {
            return Shown.VOICE;
        }
        if (VIDEOS.containsKey(plainType()) && (kind.equals("video") || kind.equals("video_note"))) {
            return Shown.VIDEO;
        }
        return PHOTOS.containsKey(plainType()) && kind.equals("photo") && size <= LARGEST_PHOTO
                ? Shown.PHOTO
                : Shown.DOCUMENT;
    }

    Opened opened(int number, Content content) {
        return switch (shown()) {
            case VOICE -> new Opened("sendVoice", "voice", number + "." + VOICES.get(plainType()), size, content);
            case PHOTO -> new Opened("sendPhoto", "photo", number + "." + PHOTOS.get(plainType()), size, content);
            case VIDEO -> new Opened("sendVideo", "video", number + "." + VIDEOS.get(plainType()), size, content);
            case DOCUMENT -> document(number, content);
        };
    }

    /** Also what Telegram will not show as what it is. */
    Opened document(int number, Content content) {
        return new Opened("sendDocument", "document", number + "." + ending(), size, content);
    }

    private String ending() {
        return Stream.of(VOICES, PHOTOS, VIDEOS, OTHERS)
                .flatMap(known -> Optional.ofNullable(known.get(plainType())).stream())
                .findFirst()
                .orElse("bin");
    }

    /** Without parameters such as the codec. */
    private String plainType() {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}

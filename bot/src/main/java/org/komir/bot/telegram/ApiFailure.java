package org.komir.bot.telegram;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** The Bot API did not do what was asked. Carries no message of Telegram or of a library: they may quote what was said, or the token. */
final class ApiFailure extends Exception {
    private static final long serialVersionUID = 1;

    enum Kind {
        /** Too many requests: nothing may be asked before {@link #retryAfter}. */
        TOO_MANY,
        /** The family has blocked the bot or deleted its account: nothing reaches this chat. */
        BLOCKED,
        /** The message is not there any more, or may not be changed any more. */
        GONE,
        /** The message may not be deleted any more: it is older than 48 hours (Bot API, deleteMessage). */
        STAYS,
        /** The message is already as it should be. */
        UNCHANGED,
        /** The tap is too old to be acknowledged. */
        TOO_OLD,
        /** Another process polls with the same token. */
        CONFLICT,
        /** The token is refused. */
        UNAUTHORISED,
        /** Telegram does not take a file as the picture or voice that it was sent as; as a document it does. */
        ONLY_AS_DOCUMENT,
        /** A file of a letter changed after it was checked: nothing of it arrived. */
        NOT_AS_SIGNED,
        /** Telegram refuses this call; it would refuse it again. */
        REFUSED,
        /** Telegram says that it failed (5xx). The call may have had its effect. */
        FAILED,
        /** There was no connection at all: the call had no effect. */
        NOT_CONNECTED,
        /** No answer, or none that can be understood: the call may have had its effect. */
        UNREACHABLE
    }

    /** A picture that is too long, too wide or broken; a chat that wants no voice messages. */
    private static final Set<String> ONLY_AS_DOCUMENT = Set.of(
            "photo_invalid_dimensions", "image_process_failed", "photo_save_file_invalid", "voice_messages_forbidden");

    private final Kind kind;
    private final Duration retryAfter;

    ApiFailure(Kind kind) {
        this(kind, Duration.ZERO);
    }

    ApiFailure(Kind kind, Duration retryAfter) {
        super("Bot API: " + kind, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    /** Reads Telegram's error answer (Bot API, "Making requests"). */
    static ApiFailure of(int code, String description, int retryAfterSeconds) {
        String text = description.toLowerCase(Locale.ROOT);
        return switch (code) {
            case 429 -> new ApiFailure(Kind.TOO_MANY, Duration.ofSeconds(Math.max(1, retryAfterSeconds)));
            case 401, 404 -> new ApiFailure(Kind.UNAUTHORISED);
            case 403 -> new ApiFailure(Kind.BLOCKED);
            case 409 -> new ApiFailure(Kind.CONFLICT);
            case 400 -> new ApiFailure(badRequest(text));
            default -> new ApiFailure(code >= 500 ? Kind.FAILED : Kind.REFUSED);
        };
    }

    private static Kind badRequest(String text) {
        if (ONLY_AS_DOCUMENT.stream().anyMatch(text::contains)) {
            return Kind.ONLY_AS_DOCUMENT;
        }
        if (text.contains("message is not modified")) {
            return Kind.UNCHANGED;
        }
        if (text.contains("can't be deleted")) {
            return Kind.STAYS;
        }
        if (text.contains("not found") || text.contains("can't be edited")) {
            return text.contains("chat not found") ? Kind.BLOCKED : Kind.GONE;
        }
        return text.contains("query is too old") || text.contains("query id is invalid") ? Kind.TOO_OLD : Kind.REFUSED;
    }
}

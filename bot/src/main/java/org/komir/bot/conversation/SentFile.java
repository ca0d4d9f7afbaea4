package org.komir.bot.conversation;

import java.util.Optional;

/**
 * A file as a family sent it: what its channel tells of it. Prints as {@code [redacted]}: a caption and a file's name are a person's words.
 *
 * @param type as the channel names it, such as {@code audio/ogg}; not checked
 * @param seconds how long it plays
 * @param name of a document, as the family's phone named it
 * @param caption the words that were sent with it
 * @param forwarded whether it was forwarded: the chat then shows from whom
 */
public record SentFile(
        Kind kind,
        Optional<String> type,
        Optional<Integer> seconds,
        Optional<String> name,
        Optional<String> caption,
        boolean forwarded) {

    public enum Kind {
        VOICE,
        AUDIO,
        VIDEO,
        VIDEO_NOTE,
        PHOTO,
        DOCUMENT,
        ANIMATION
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}

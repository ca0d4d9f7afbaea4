package org.komir.bot.conversation;

/** What the family did. */
public sealed interface Input {

    /** A message of text; prints as {@code [redacted]}. */
    record Text(String text) implements Input {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** A button, named by the token that its {@link Card.Button} carried. */
    record Tap(String token) implements Input {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** {@code /start}, and whatever opens a conversation; {@code suggestedLanguage} is the channel's guess, or empty. */
    record Start(String suggestedLanguage) implements Input {}

    record Help() implements Input {}

    record Language() implements Input {}

    record Status() implements Input {}

    /** Stop and hide. */
    record Stop() implements Input {}

    /** Delete what was told so far. */
    record Delete() implements Input {}

    /** A voice message, a photo, a video or a document that can be fetched; it is not here yet. */
    record File(SentFile file) implements Input {}

    /** A file that was accepted is now sealed and durable. */
    record Received(String question, Answer.Attached answer) implements Input {}

    /**
     * A file cannot be kept.
     *
     * @param mostMegabytes of a file, for the words about one that is too large
     */
    record NoFile(Why why, int mostMegabytes) implements Input {
        public enum Why {
            TOO_LARGE,
            /** It could not be fetched, several times: the family is asked for it once more. */
            LOST,
            /** There is no room for files at present. */
            NO_ROOM
        }
    }

    /** The case was to be handed in while a file is still being received: it must wait. */
    record FilesArriving() implements Input {}

    /** Something that cannot be an answer: a sticker, a contact, a location. */
    record Unreadable() implements Input {}
}

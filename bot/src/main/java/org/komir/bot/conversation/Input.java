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

    /**
     * A message that had been answered before was changed; prints as {@code [redacted]}.
     *
     * @param question the one that it answered, with the event and the part
     */
    record Edited(String question, int item, int part, String text) implements Input {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** A message was changed that is no part of an answer which could be replaced. */
    record EditedTooLate() implements Input {}

    /** A button, named by the token that its {@link Card.Button} carried. */
    record Tap(String token) implements Input {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /**
     * {@code /start}, and whatever opens a conversation.
     *
     * @param suggestedLanguage the channel's guess, or empty
     * @param invitation what stood behind {@code /start}: a language's tag, or a language's tag, {@code _} and the name of a group of
     *     invitations; empty where there was nothing. Whoever sees the link sees it.
     */
    record Start(String suggestedLanguage, String invitation) implements Input {}

    record Help() implements Input {}

    record Language() implements Input {}

    record Status() implements Input {}

    /** Stop and hide. */
    record Stop() implements Input {}

    /** Delete what was told so far. */
    record Delete() implements Input {}

    /** Something that cannot be an answer yet: a voice message, a photo, a sticker. */
    record Unreadable() implements Input {}
}

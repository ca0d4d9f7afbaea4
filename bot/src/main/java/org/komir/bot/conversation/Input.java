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

    /** Something that cannot be an answer yet: a voice message, a photo, a sticker. */
    record Unreadable() implements Input {}
}

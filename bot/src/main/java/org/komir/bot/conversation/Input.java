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

    /** To a question that was passed already, for a family that sees its answers before it and wants to give one anew. */
    record Again(String question, int item) implements Input {}

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

    /**
     * A questionnaire is begun by its name, also one that is not offered: a family came back and chose what to do. Within a conversation the
     * present card is shown, and nothing else happens.
     *
     * @param questionnaire its id: {@code answer}
     * @param language the tag of the language that the family has chosen
     */
    record Begin(String questionnaire, String language) implements Input {}

    record Help() implements Input {}

    record Language() implements Input {}

    record Status() implements Input {}

    /** Stop and hide. */
    record Stop() implements Input {}

    /** Nobody has touched the card for so long that it should not stand there any more. */
    record Idle() implements Input {}

    /** Delete what was told so far. */
    record Delete() implements Input {}

    /** A voice message, a photo, a video or a document that can be fetched; it is not here yet. */
    record File(SentFile file) implements Input {}

    /** A file that was accepted is now sealed and durable; {@code item} is the number of the event that its question is about. */
    record Received(String question, int item, Answer.Attached answer) implements Input {}

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

    /**
     * The number that was asked for; prints as {@code [redacted]}.
     *
     * @param turn of {@link Effect.MakeNumber}
     */
    record NumberMade(int turn, String number) implements Input {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** No number could be made now. @param turn of {@link Effect.MakeNumber} */
    record NoNumber(int turn) implements Input {}

    /** For so long nothing was chosen between "Send" and the handing-in that it is handed in without a number. */
    record NothingChosen() implements Input {}

    /** Something that cannot be an answer: a sticker, a contact, a location. */
    record Unreadable() implements Input {}
}

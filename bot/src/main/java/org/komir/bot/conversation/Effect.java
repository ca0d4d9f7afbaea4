package org.komir.bot.conversation;

/** What a step wants done. Order matters: what is to be kept is durable before anything is shown. */
public sealed interface Effect {

    /**
     * Open a case: the family agreed. Comes with the {@link Keep} of the consent.
     *
     * @param questionnaire that it follows
     * @param destroyUnfinished what becomes of it if it stays unfinished: destroyed, or handed in
     */
    record OpenCase(Questionnaire questionnaire, boolean destroyUnfinished) implements Effect {}

    /**
     * Seal and store an answer, or a part of one. The first part replaces all that was kept for the question before.
     *
     * @param item number of the event, from 1; 1 for a question that is asked once
     * @param part number of the message, from 1; above 1 only where an answer takes several
     */
    record Keep(Question question, int item, int part, Answer answer) implements Effect {}

    /** Seal and store another wording of a part that was kept before, which it replaces; the other parts stay. */
    record Amend(Question question, int item, int part, Answer answer) implements Effect {}

    /** Remove all parts that were kept for a question of an event: it is no longer asked, or is answered anew. */
    record Drop(Question question, int item) implements Effect {}

    /** The case is to be seen at once by whoever has duty, or no longer. */
    record Urgent(boolean now) implements Effect {}

    /** Fetch the file of this turn, for this question; when it is durable, {@link Input.Received} follows. */
    record Fetch(Question question, int item) implements Effect {}

    /** Seal and store a file's record. It is one more part of the answer, and replaces none. */
    record Attach(Question question, int item, Answer.Attached answer) implements Effect {}

    /** Whether the case may be handed in unfinished has changed to yes. */
    record MinimumMet() implements Effect {}

    /** The family has sent it, and is asked one thing more: whatever it chose before, from now on the case is handed in. */
    record Sent() implements Effect {}

    /** Make a number to come back with; {@link Input.NumberMade} follows. @param turn of the session that asked for it */
    record MakeNumber(int turn) implements Effect {}

    /** Show this card in place of the present one, and store it nowhere: it carries the number. */
    record ShowOnce(Card card) implements Effect {}

    /** Hand the case in; the session ends. */
    record Submit(WayBack wayBack) implements Effect {
        /** Without a number. */
        public Submit() {
            this(WayBack.NONE);
        }
    }

    /** How the family comes back to what it handed in. */
    enum WayBack {
        NONE,
        /** With the number that it was shown. */
        NUMBER,
        /** The same, and it is told in this chat when there is news. */
        NUMBER_AND_NEWS
    }

    /** Destroy the case; the session ends. */
    record Destroy() implements Effect {}

    /** Show this card in place of the present one. */
    record Show(Card card) implements Effect {}

    /**
     * Play the recording of the question that is shown, beside the card.
     *
     * @param recording its name, one of those that the conversation was given
     */
    record Hear(String recording) implements Effect {}

    /** The family has chosen a language: what the channel itself says, its menu, is to be in it too. */
    record Speak(String language) implements Effect {}

    /** Take the present card away and leave one neutral line, without buttons. */
    record Hide(Card line) implements Effect {}
}

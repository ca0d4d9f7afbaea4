package org.komir.bot.conversation;

/** What a step wants done. Order matters: what is to be kept is durable before anything is shown. */
public sealed interface Effect {

    /**
     * Open a case: the family agreed. Comes with the {@link Keep} of the consent.
     *
     * @param destroyUnfinished what becomes of it if it stays unfinished: destroyed, or handed in
     */
    record OpenCase(boolean destroyUnfinished) implements Effect {}

    /**
     * Seal and store an answer. An earlier answer of the same question and item is replaced.
     *
     * @param item from 1; above 1 only where a question takes several messages
     */
    record Keep(Question question, int item, Answer answer) implements Effect {}

    /** Fetch the file of this turn, for this question; when it is durable, {@link Input.Received} follows. */
    record Fetch(Question question) implements Effect {}

    /** Seal and store a file's record. It is one more item of its question, and replaces none. */
    record Attach(Question question, Answer.Attached answer) implements Effect {}

    /** Remove all that was kept for a question: it is no longer asked, or is answered anew. */
    record Drop(Question question) implements Effect {}

    /** Whether the case may be handed in unfinished has changed to yes. */
    record MinimumMet() implements Effect {}

    /** Hand the case in; the session ends. */
    record Submit() implements Effect {}

    /** Destroy the case; the session ends. */
    record Destroy() implements Effect {}

    /** Show this card in place of the present one. */
    record Show(Card card) implements Effect {}

    /** Take the present card away and leave one neutral line, without buttons. */
    record Hide(Card line) implements Effect {}
}

package org.komir.bot.review;

/** An entry was made on a head that is not the last one any more: it is answered with that one, and the entry has to be made anew. */
final class LogMoved extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ActLog.Head head;

    LogMoved(ActLog.Head head) {
        super("log_moved", null, false, false);
        this.head = head;
    }

    ActLog.Head head() {
        return head;
    }
}

package org.komir.bot.review;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;

/** What volunteers found cases to be. A verdict is never taken away: a later one stands behind it. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}. */
public interface Verdicts {

    /** What a case can be found to be. What silences a testimony, or carries it to the public, needs two people. */
    enum Kind {
        VERIFIED(2, true),
        /** Something must be asked or found first; the case stays in the queue. */
        NEEDS_MORE(1, false),
        COULD_NOT_BE_VERIFIED(2, true),
        DUPLICATE(2, true),
        /** Made up, to harm. */
        HOSTILE(2, true);

        private final int people;
        private final boolean end;

        Kind(int people, boolean end) {
            this.people = people;
            this.end = end;
        }

        /** How many different people must find so. */
        int people() {
            return people;
        }

        /** Whether the case is closed then. */
        boolean isEnd() {
            return end;
        }

        /** As it stands in a verdict. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * A signed verdict.
     *
     * @param seen the SHA-256 of what the volunteer saw, see {@link Seen}
     * @param statement {@code komir-verdict/1}
     */
    record Verdict(CaseId id, Kind kind, String volunteer, String seen, SignedText statement) {}

    /** About this case, in the order in which they were given. */
    List<Verdict> verdictsOf(CaseId id);

    /**
     * Keeps a verdict of the volunteer who holds the case.
     *
     * @param number of the verdict, from 1: those before it are those from which the caller knows what it does
     * @param closes whether the case is closed by it, in the same write
     */
    Given give(Verdict verdict, int number, boolean closes, Instant now);

    enum Given {
        DONE,
        /** The volunteer does not hold the case. */
        NOT_HELD,
        /** There are not exactly the verdicts before it. */
        MOVED
    }
}

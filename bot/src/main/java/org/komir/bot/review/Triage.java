package org.komir.bot.review;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.Queued;

/** How soon a case is to be read, and who was asked to read it. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}. */
public interface Triage {

    /** What a volunteer who read a case says of it. */
    enum Urgency {
        TODAY,
        WEEK,
        CALM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Urgency> of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * What is known of a case without opening it.
     *
     * @param urgency what was said last; empty until somebody has, and again when the family says later that something is about to happen
     * @param unopened UTC day since which nobody has opened it; empty until the first {@link #countDays} after its release
     */
    record Known(Optional<Urgency> urgency, Optional<LocalDate> unopened) {
        public static final Known NOTHING = new Known(Optional.empty(), Optional.empty());
    }

    /** Says how soon; false if this volunteer does not hold the case now. */
    boolean say(CaseId id, String volunteer, Urgency urgency, Instant now);

    /**
     * Gives a held case to a colleague, who holds it from now on and has not opened it ({@link Cases.Lease#handedBy}); false if this volunteer does not hold it
     * now.
     */
    boolean hand(CaseId id, String volunteer, String to, Instant now, Instant until);

    /** Begins to count the days of released cases that have none yet, and ends it for closed ones. @param today UTC */
    void countDays(LocalDate today);

    /** The closed cases that follow no other, in no particular order. */
    List<Queued> closed();
}

package org.komir.bot.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Work.Added;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Panelists;

/**
 * What families need, for people in aid: the compartment {@code needs} of a case and nothing else of it, with a claim of its own and with work of its own. One that
 * follows another case is found by itself here: its key is another one. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}.
 */
public interface Needs {

    /**
     * What the store knows of one without opening it.
     *
     * @param lease empty while nobody has taken it
     * @param over whether somebody said last that nothing is left to do
     * @param panelists of its key file; empty where they are not known
     * @param excluded ids of people who must not see the case, or the one that it follows
     */
    record Need(CaseId id, Optional<Lease> lease, boolean over, Optional<Panelists> panelists, Set<String> excluded) {
        public Need {
            excluded = Set.copyOf(excluded);
        }

        /** Where nobody was in aid when it was sealed, security officers are its panel. */
        boolean admits(Person person) {
            return (person.is(Role.AID) || person.is(Role.SECURITY))
                    && !excluded.contains(person.id())
                    && panelists
                            .map(Panelists::openers)
                            .orElse(List.of(person.id()))
                            .contains(person.id());
        }
    }

    /** Of every case with such a compartment that is released, closed or follows one, and not locked; in no particular order. */
    List<Need> needs(Instant now);

    /** One of these. */
    Optional<Need> need(CaseId id, Instant now);

    /** Takes it, or renews the own lease: compare-and-set on its holder. Whoever holds the case itself is not asked. */
    Taken takeNeed(CaseId id, String volunteer, Instant now, Instant until);

    enum Taken {
        DONE,
        HELD_BY_ANOTHER,
        UNKNOWN
    }

    /** Marks the lease as opened, after the log has said so; false if this volunteer does not hold it now. */
    boolean openNeed(CaseId id, String volunteer, Instant now);

    /** Gives it back; false if this volunteer does not hold it now. */
    boolean leaveNeed(CaseId id, String volunteer, Instant now);

    /**
     * Adds a piece that says what became of it, and gives it back; the same one again changes nothing, and another one under its name is refused.
     *
     * @param over whether nothing is left to do
     */
    Added addToNeed(CaseId id, String volunteer, Piece piece, boolean over, Instant now);

    /** In the order of their random names; none where the case is locked. */
    List<Piece> workOnNeed(CaseId id);
}

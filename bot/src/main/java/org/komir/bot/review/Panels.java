package org.komir.bot.review;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.komir.bot.directory.Person;
import org.komir.bot.intake.CaseId;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;

/**
 * To whom the key files of cases are sealed, by ids, and how they are sealed anew. The file before is kept until somebody else has opened the new one: nobody loses a case by
 * sealing it badly. Methods may throw {@link org.komir.bot.intake.StoreUnavailable}.
 */
public interface Panels {

    /**
     * A key file, without its bytes.
     *
     * @param id of the case itself, which may follow another one
     * @param panelists empty where they are not known
     * @param unconfirmedBy who sealed it anew, until somebody else has opened it; empty for every other one
     */
    record Seat(CaseId id, Compartment compartment, Optional<Panelists> panelists, Optional<String> unconfirmedBy) {}

    /**
     * A case that is claimed by itself, with what followed it.
     *
     * @param excluded ids of those who must not see it
     * @param seats in the order of their cases' ids and of the names of their compartments, those of the first case before the others
     */
    record Group(CaseId first, Set<String> excluded, List<Seat> seats) {
        public Group {
            excluded = Set.copyOf(excluded);
            seats = List.copyOf(seats);
        }

        Admission admission() {
            return new Admission(
                    seats.stream()
                            .filter(seat -> seat.id().equals(first))
                            .collect(Collectors.toMap(Seat::compartment, Seat::panelists)),
                    excluded);
        }
    }

    /** Of every case that is released or closed, in no particular order. */
    List<Group> groups();

    /** Of one of these; empty for one that follows, is locked or was not seen in the queue yet. */
    Optional<Group> group(CaseId first);

    /** Whether somebody is to see a case that is claimed by itself; of one that is not there nothing is said. */
    default boolean admits(CaseId first, Person person) {
        return group(first).filter(group -> !group.admission().admits(person)).isEmpty();
    }

    /** @param before the last one that is known to be good, where nobody else has opened {@code file} yet */
    record KeyFile(
            Seat seat, Recipient recipient, Sealed<Purpose.CaseKey> file, Optional<Sealed<Purpose.CaseKey>> before) {}

    /** Of a {@link #group}, in the same order. */
    List<KeyFile> keyFiles(CaseId first);

    /**
     * Puts a key file in the place of another one, which is kept until {@link #confirm}; where one is kept already, that one stays, since it is the last that is known to be
     * good.
     *
     * @param replaces SHA-256 of the file that it takes the place of, 64 hexadecimal digits
     * @param volunteer who sealed it
     * @return false, and nothing is changed, where another file lies there, or the case is locked or not there; true too where the new one lies there already
     */
    boolean reseal(
            CaseId id,
            Compartment compartment,
            String replaces,
            Sealed<Purpose.CaseKey> file,
            Panelists panelists,
            String volunteer);

    /**
     * Overwrites what was kept, since somebody else has opened the new file.
     *
     * @param sha256 of the file that was opened
     * @return false, and nothing is changed, where another file lies there, nothing is kept, or this volunteer sealed it
     */
    boolean confirm(CaseId id, Compartment compartment, String sha256, String volunteer);

    /** Writes down that somebody must not see a case that follows none, and gives back the claim of this person; false where it is locked or not there. */
    boolean exclude(CaseId id, String volunteer, Instant now);
}

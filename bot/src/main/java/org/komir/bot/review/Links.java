package org.komir.bot.review;

import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.Submissions.Mailbox;

/**
 * How a family that has lost its number comes to another one: it makes one at its own device and shows itself to two people, who sign. Methods may throw
 * {@link org.komir.bot.intake.StoreUnavailable}.
 */
public interface Links {

    /** The request whose hash begins so; empty where there is none, or more than one. @param prefix at least 19 hexadecimal digits */
    Optional<LinkRequest> request(String prefix);

    /** A request that somebody has signed for a case, with what was signed so far. */
    record Signed(CaseId id, LinkRequest request, List<Link.Signature> signatures) {
        public Signed {
            signatures = List.copyOf(signatures);
        }
    }

    List<Signed> signed();

    /**
     * Adds one person's signature to what was signed for this case and request; that person's earlier one is replaced.
     *
     * @return empty where there is no such request or case, or the case is locked or follows another
     */
    Optional<Signed> sign(CaseId id, String requestHash, Link.Signature signature);

    /**
     * Gives the case this mailbox in the place of the one that it had, if any: letters go, since nobody has the number that opens them; so do the wishes to be told,
     * and the request. A second time changes nothing. A mailbox's day is that of the one before; where there was none, that of the request.
     *
     * @return false where there is no such case or request, the case is locked or follows another, or the mailbox is another's or was withdrawn
     */
    boolean relink(CaseId id, Mailbox mailbox, Link link, String requestHash);
}

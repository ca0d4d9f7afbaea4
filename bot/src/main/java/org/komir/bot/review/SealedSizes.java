package org.komir.bot.review;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.komir.bot.review.Refused.Why;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;

/** The sizes that something padded has when it is sealed to one recipient: nothing of another length is taken, so that no length tells anything. */
public final class SealedSizes {
    private final Set<Integer> sizes = new HashSet<>();

    /** @param any recipient: the size does not depend on it */
    public SealedSizes(Recipient any) {
        for (int padded : List.of(Padding.SMALL, Padding.MEDIUM, Padding.LARGE)) {
            sizes.add(new Sealer()
                    .seal(Purpose.WORK, new byte[padded], List.of(any))
                    .size());
        }
    }

    /** The same bytes, as what they are for. */
    <P extends Purpose.ForPeople> Sealed<P> checked(P purpose, byte[] sealed) {
        if (!sizes.contains(sealed.length)) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return Sealed.stored(purpose, sealed);
    }
}

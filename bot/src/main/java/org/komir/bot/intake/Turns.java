package org.komir.bot.intake;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.intake.Turn.Outgoing;

/** What a channel asks of the intake. Every method that stores may throw {@link StoreUnavailable}: wait, and call again. */
public interface Turns {

    /**
     * Takes one turn. When this returns, what the family said is durable.
     *
     * @return what is to be said; empty for an update that was taken before
     */
    Optional<Parcel> take(Incoming incoming);

    /**
     * Counts one more attempt for each update, durably and before it is made.
     *
     * @return the new count of each, from 1
     */
    Map<Long, Integer> attempt(Collection<Long> updates);

    /**
     * Puts an update aside, sealed to the reviewers, and marks it as taken.
     *
     * @param contentWithoutIds what the update said, without anything that tells who sent it
     */
    void quarantine(long update, byte[] contentWithoutIds);

    /** These parcels were said. */
    void delivered(Collection<Outgoing.Id> parcels);

    /** The live card of this chat is now this message. */
    void cardIs(long chat, long message);

    /**
     * This message was played beside the card, and is to go with it.
     *
     * @return false where nothing can be remembered of this chat, since it has not agreed to anything
     */
    boolean played(long chat, long message);

    /** What was committed to be said and is not known to be said, in the order of each chat: to be said again after a start. */
    List<Parcel> undelivered();

    /** "Your last message has not arrived yet, you need not write it again." Stores nothing. */
    Parcel pleaseWait(long chat);

    /** "Please write that once more." Stores nothing. */
    Parcel pleaseRepeat(long chat);

    /** "Please write to me alone." Stores nothing. */
    Parcel notInGroups(long chat);
}

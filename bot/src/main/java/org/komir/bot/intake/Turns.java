package org.komir.bot.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.komir.bot.conversation.Input;
import org.komir.bot.intake.Parcel.Call;
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

    /** Whether a file is to be fetched. */
    enum Wanted {
        YES,
        /** It is received already, or its draft is gone. */
        NO,
        /** It was tried too often, or the process died over it each time: the family is to be asked for it again. */
        GIVE_UP
    }

    /** Counts one more attempt to fetch a file, durably and before it is made. */
    Wanted wants(long chat, Call.Fetch fetch);

    /**
     * Seals a file as it streams by; never is it on a disk in the clear, or whole in memory.
     *
     * @param content read to its end, and left open
     * @return the outcome, for {@link #settle}: received and durable, or that it cannot be kept
     * @throws IOException if the content breaks off, has not the size that was told, or the disk fails: fetch it again
     */
    Input receive(long chat, Call.Fetch fetch, InputStream content) throws IOException;

    /**
     * Takes the turn that ends a fetch; may be called again until it returns.
     *
     * @return what is to be said; empty if the fetch was settled before or its draft is gone
     */
    Optional<Parcel> settle(long chat, Call.Fetch fetch, Input outcome);

    /**
     * Takes the card away from every chat whose last turn was on a day before this one, as "stop and hide" does.
     *
     * @param hidden is given what is to be said to each, as soon as it is durable
     */
    void hideIdle(LocalDate lastTurnBefore, Consumer<Parcel> hidden);

    /** Where to say what is ready only after its turn: numbers, and what was found under one. To be told before the first turn. */
    void says(Consumer<Parcel> later);

    /** Has a number made, and returns at once; what comes of it is said later. */
    void makeNumber(long chat, Call.MakeNumber call);

    /** Goes on with a visit, and returns at once; what comes of it is said later. */
    void visit(long chat, Call.Visit call);

    /** The file of a letter that is to be sent now; empty when the visit is over or hidden. */
    Optional<LetterFile.Opened> letterFile(long chat, Call.LetterFile call);

    /**
     * This message carries it, and goes with the visit.
     *
     * @return false where the visit ended meanwhile: then the message must go at once
     */
    boolean letterFileSent(long chat, Call.LetterFile call, long message);

    /** It was given up; the family is told. */
    void letterFileNotSent(long chat, Call.LetterFile call, LetterFile.NotSent why);

    /** Hands in, without a number, what was sent and waited too long for the choice of one; and ends visits whose time is over. */
    void minutePasses(Consumer<Parcel> said);

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

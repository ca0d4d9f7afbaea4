package org.komir.bot.intake;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Step;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.intake.Turn.WayBack.Known;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Receipt;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn: find the draft, step the conversation, seal what it keeps, write once, and hand over what is to be said.
 *
 * <p>When {@link #take} returns, everything that the family said is sealed and durable, and what is to be said lies in the
 * outbox; so the tick that they are shown is true. An update that comes again is recognised and does nothing.
 *
 * <p>A file takes two turns. The first commits what is to be fetched, as a {@link Call.Fetch} in the outbox, and the draft notes that it is on
 * its way; the second, {@link #settle}, comes once the sealed file is durable, commits its record and shows the tick. Whatever happens in
 * between, the outbox still has the fetch, and the note in the draft lets exactly one second turn through.
 */
public final class Intake implements Turns {

    /** How often a turn is begun anew because another one of the same chat came between; they are serial, so once is rare. */
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private static final int ATTEMPTS = 5;

    /** How often a file is fetched, restarts included, before the family is asked for it again. */
    static final int MOST_FETCHES = 10;

    /** An office writes for sixty families on a full day, on one telephone; a flood of cases ends here. */
    static final int MOST_CASES_A_DAY = 100;

    /** Of what is said without an update: Telegram's begin at 1. */
    private static final long NO_UPDATE = 0;

    private final Conversation conversation;
    private final Drafts drafts;
    private final KeyedDrafts keyed;
    private final LinkKeys linkKeys;
    private final Supplier<Optional<Directory>> directory;
    private final Supplier<Directory> lastDirectory;
    private final Sealer sealer;
    private final SealedFiles files;
    private final ArrivingFiles arriving;
    private final StepParcels parcels;
    private final StepWriter writes;
    private final PendingTicks ticks = new PendingTicks();
    private final ComingBack back;
    private final Waiting waiting;
    private final Visits visits;
    private final BesideTurns beside;
    private volatile Consumer<Parcel> sayLater = parcel -> {};
    private boolean waitingWereFound;
    private final Map<Long, Parcel> unanswered = new ConcurrentHashMap<>();
    private final SecureRandom random;

    /**
     * What families come back by.
     *
     * @param wishes to be told in a chat when there is news
     * @param signers the directory whose people's letters count, also those of somebody who is revoked since; the last one where it is empty
     */
    public record ComingBack(
            Mailboxes mailboxes, TellHere wishes, Numbers numbers, Clock clock, Optional<Supplier<Directory>> signers) {

        public ComingBack(Mailboxes mailboxes, TellHere wishes, Numbers numbers, Clock clock) {
            this(mailboxes, wishes, numbers, clock, Optional.empty());
        }
    }

    /**
     * @param languages for the lines that are said when a chat's own language cannot be read, all after another
     * @param largestFile in bytes
     * @param directory the one in force; empty when it has expired: then no new case is opened
     * @param lastDirectory the last one that was in force, expired or not: what is put aside is sealed to it
     */
    public Intake(
            Conversation conversation,
            List<Texts> languages,
            Drafts drafts,
            ComingBack back,
            LinkKeys linkKeys,
            Supplier<Optional<Directory>> directory,
            Supplier<Directory> lastDirectory,
            Sealer sealer,
            SealedFiles files,
            long largestFile,
            SecureRandom random) {
        this.conversation = conversation;
        this.drafts = drafts;
        this.keyed = new KeyedDrafts(drafts, linkKeys, random);
        this.linkKeys = linkKeys;
        this.directory = directory;
        this.lastDirectory = lastDirectory;
        this.sealer = sealer;
        this.files = files;
        this.arriving = new ArrivingFiles(conversation, sealer, files, largestFile, random);
        List<Texts> allLanguages = List.copyOf(languages);
        this.parcels = new StepParcels(conversation, allLanguages);
        this.random = random;
        this.back = back;
        this.waiting = new Waiting(back.clock());
        this.visits = new Visits(
                conversation,
                allLanguages,
                drafts,
                back.mailboxes(),
                linkKeys,
                back.signers().orElse(lastDirectory),
                sealer,
                files,
                back.numbers(),
                this::follows,
                back.clock(),
                random);
        this.beside = new BesideTurns(conversation, keyed, visits, back.wishes());
        this.writes = new StepWriter(conversation, visits, sealer, random);
    }

    @Override
    public Optional<Parcel> take(Incoming incoming) {
        Optional<Parcel> comesBack = beside.said(incoming);
        if (comesBack.isPresent()) {
            return comesBack;
        }
        Incoming clean = ArrivingFiles.withoutNumber(incoming);
        return turn(
                clean.source().map(source -> arriving.refused(clean, source)).orElse(clean), Optional.empty());
    }

    @Override
    public void says(Consumer<Parcel> later) {
        sayLater = later;
        visits.says(later);
    }

    @Override
    public void visit(long chat, Call.Visit call) {
        visits.goOn(chat, call);
    }

    @Override
    public Optional<LetterFile.Opened> letterFile(long chat, Call.LetterFile call) {
        return visits.letterFile(chat, call);
    }

    @Override
    public boolean letterFileSent(long chat, Call.LetterFile call, long message) {
        boolean stays = visits.letterFileSent(chat, call, message);
        if (stays) {
            try {
                played(chat, message); // a restart forgets the visit; a conversation beside it is remembered
            } catch (StoreUnavailable withTheVisit) {
                LOG.debug("a letter's file goes with its visit only");
            }
        }
        return stays;
    }

    @Override
    public void letterFileNotSent(long chat, Call.LetterFile call, LetterFile.NotSent why) {
        visits.letterFileNotSent(chat, call, why);
    }

    @Override
    public void makeNumber(long chat, Call.MakeNumber call) {
        boolean taken = back.numbers().later(Duration.ZERO, () -> {
            Receipt receipt = Receipt.random(random);
            Input made = new Input.NumberMade(call.turn(), receipt.reveal());
            ofItself(chat, call.of(), made, Optional.of(new VisitKeys(receipt).mailbox()));
        });
        if (!taken) {
            ofItself(chat, call.of(), new Input.NoNumber(call.turn()), Optional.empty());
        }
    }

    /** A turn that no update began. */
    private void ofItself(long chat, CaseId of, Input input, Optional<Mailbox> made) {
        if (keyed.of(chat).filter(draft -> draft.id().equals(of)).isEmpty()) {
            return;
        }
        Incoming incoming = new Incoming(chat, NO_UPDATE, input, Optional.empty(), Optional.empty());
        turn(incoming, Optional.empty(), made).ifPresent(sayLater);
    }

    @Override
    public void minutePasses(Consumer<Parcel> said) {
        visits.end(said);
        if (!waitingWereFound) {
            // Whoever was choosing when the process ended; a draft of a day to come is none.
            drafts.idle(linkKeys.live().getFirst().day().plusDays(1))
                    .forEach(name -> drafts.find(List.of(name))
                            .flatMap(keyed::open)
                            .filter(draft -> conversation.isSent(draft.session()))
                            .ifPresent(draft ->
                                    waiting.found(draft.chat(), draft.session().urgent())));
            waitingWereFound = true;
        }
        for (long chat : waiting.over()) {
            Incoming over =
                    new Incoming(chat, NO_UPDATE, new Input.NothingChosen(), Optional.empty(), Optional.empty());
            boolean sent = keyed.of(chat)
                    .map(Draft::session)
                    .filter(conversation::isSent)
                    .isPresent();
            if (sent) {
                turn(over, Optional.empty()).ifPresent(said);
            }
            waiting.forget(chat);
        }
    }

    /** What is being told now follows the case to its new number. */
    private void follows(VisitNumbers.Moved moved) {
        Optional<StoredDraft> stored = keyed.stored(moved.chat());
        Optional<Draft> draft = stored.flatMap(keyed::open)
                .filter(d -> d.follows()
                        .filter(known -> known.mailbox().equals(moved.before()))
                        .isPresent());
        LinkKey today = linkKeys.live().getFirst();
        Optional<CaseWriter> writer = writes.of(draft, today);
        if (writer.isPresent()) {
            CaseWriter going = writer.get();
            going.follows(new Known(moved.by().mailbox().name(), moved.by().follows(going.id(), going.recipient())));
            Draft next = going.draft(
                    moved.chat(),
                    draft.get().session(),
                    draft.get().card(),
                    draft.get().swept());
            LinkName name = today.chat(moved.chat());
            Turn.After after = new Turn.After.Going(
                    next.id(),
                    KeyedDrafts.seal(next, today),
                    Optional.empty(),
                    List.of(),
                    Set.of(),
                    false,
                    Optional.empty());
            drafts.commit(new Turn(List.of(), stored, name, after, Optional.empty()));
        }
    }

    /** @param settles the fetch that this turn ends, where it ends one */
    private Optional<Parcel> turn(Incoming incoming, Optional<Call.Fetch> settles) {
        return turn(incoming, settles, Optional.empty());
    }

    /** @param made what follows from the number that this turn shows, where it shows one */
    private Optional<Parcel> turn(Incoming incoming, Optional<Call.Fetch> settles, Optional<Mailbox> made) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Optional<Parcel>> taken = tryOnce(incoming, settles, made);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new IllegalStateException("turns of one chat were not taken one after another");
    }

    /** Empty where the draft was changed by another turn in between. */
    private Optional<Optional<Parcel>> tryOnce(
            Incoming incoming, Optional<Call.Fetch> settles, Optional<Mailbox> made) {
        List<LinkKey> keys = linkKeys.live();
        LinkKey today = keys.getFirst();
        Optional<StoredDraft> stored =
                drafts.find(keys.stream().map(key -> key.chat(incoming.chat())).toList());
        Optional<Draft> draft = stored.flatMap(keyed::open);
        OnScreen onScreen = stored.flatMap(keyed::onScreen).orElse(OnScreen.NOTHING);
        Optional<Long> card = onScreen.card().or(() -> draft.flatMap(Draft::card));

        if (settles.isPresent() && !ArrivingFiles.awaits(draft, settles.get())) {
            return Optional.of(Optional.ofNullable(unanswered.remove(incoming.update())));
        }
        Input input = input(incoming, draft);
        Step step = step(draft, input, today);
        if (incoming.update() == NO_UPDATE && step.effects().isEmpty()) {
            return Optional.of(Optional.empty());
        }
        Optional<Directory> panels = StepWriter.opensCase(step) ? directory.get() : Optional.empty();
        if (StepWriter.opensCase(step) && panels.isEmpty()) {
            return Optional.of(Optional.of(parcels.notOpened(incoming, step, "trouble.not_accepting")));
        }
        if (StepWriter.opensCase(step) && opened(incoming.chat(), today) > MOST_CASES_A_DAY) {
            return Optional.of(Optional.of(parcels.notOpened(incoming, step, "helper.rest")));
        }
        long swept = draft.map(Draft::swept).orElse(0L);
        List<Long> played =
                onScreen.played().stream().filter(message -> message > swept).toList();
        Optional<Call.Fetch> fetch = draft.flatMap(d -> arriving.wanted(incoming, d, step));
        Optional<CaseId> of = draft.map(Draft::id);
        Parcel parcel = parcels.of(incoming, card, played, step.effects(), fetch, of, parcels.byHand(draft, step));
        visits.conversationShows(incoming.chat());
        boolean ofACase = StepWriter.opensCase(step)
                || draft.map(Draft::session)
                        .flatMap(conversation::questionnaireOf)
                        .isPresent();
        if (!ofACase) {
            // Before the consent nothing is stored, not even that there was somebody. The tap that handed a case in may
            // come again.
            boolean seen = drafts.seen(updateNames(keys, incoming));
            return Optional.of(seen ? Optional.empty() : Optional.of(parcel));
        }
        LinkName name = today.chat(incoming.chat());
        Optional<CaseWriter> writer = writes.of(draft, today);
        fetch.ifPresent(f -> writer.orElseThrow().arrives(f.file()));
        settles.ifPresent(f -> writer.orElseThrow().settled(f.file()));
        Turn.After after = writes.after(
                writer,
                step,
                panels,
                StepParcels.cardAfter(incoming, card, parcel),
                today,
                incoming,
                StepParcels.deletes(parcel, played) ? played.getLast() : swept,
                made);
        // What is shown once lies in no outbox: where it does not arrive, another one is made.
        Optional<Outgoing> outgoing = StepWriter.showsOnce(step)
                ? Optional.empty()
                : Optional.of(keyed.seal(incoming.update(), parcel, today));
        boolean ofAnUpdate = settles.isEmpty() && incoming.update() != NO_UPDATE;
        List<LinkName> update = ofAnUpdate ? updateNames(keys, incoming) : List.of();
        Turn turn = new Turn(update, stored, name, after, outgoing);
        Parcel durable = new Parcel(outgoing.map(Outgoing::id), parcel.chat(), parcel.calls());
        return switch (commit(turn, incoming.update(), durable)) {
            case DONE -> {
                ticks.note(incoming.chat(), conversation, draft.map(Draft::session), step.session(), input);
                unanswered.remove(incoming.update());
                noteWaiting(incoming.chat(), step);
                arriving.delete(ArrivingFiles.ofNoUse(draft, writer, after));
                settles.map(Call.Fetch::file)
                        .filter(file -> !writer.orElseThrow().names(file))
                        .ifPresent(file -> arriving.delete(List.of(file)));
                yield Optional.of(Optional.of(durable));
            }
            case SEEN -> {
                Optional<Parcel> first = Optional.ofNullable(unanswered.remove(incoming.update()));
                // The card that is shown now has this tick: "done" must count it too.
                first.ifPresent(said ->
                        ticks.note(incoming.chat(), conversation, draft.map(Draft::session), step.session(), input));
                yield Optional.of(first);
            }
            case CONFLICT -> Optional.empty();
        };
    }

    private void noteWaiting(long chat, Step step) {
        step.session()
                .filter(conversation::isSent)
                .ifPresentOrElse(session -> waiting.note(chat, session.urgent()), () -> waiting.forget(chat));
    }

    /** How many cases this chat has opened today, this one with them. */
    private int opened(long chat, LinkKey today) {
        LinkName name = today.opened(chat);
        return drafts.attempt(List.of(name)).getOrDefault(name, 1);
    }

    private Input input(Incoming incoming, Optional<Draft> draft) {
        if (!incoming.edited()) {
            return draft.isPresent() ? ticks.latest(incoming.chat(), incoming.input()) : incoming.input();
        }
        long message = incoming.written().orElse(0L);
        Optional<Draft.Kept> answered = draft.stream()
                .flatMap(d -> d.kept().stream())
                .filter(kept -> kept.message() == message && message != 0)
                .findFirst();
        return answered.isPresent() && incoming.input() instanceof Input.Text text
                ? new Input.Edited(
                        answered.get().question(),
                        answered.get().item(),
                        answered.get().part(),
                        text.text())
                : new Input.EditedTooLate();
    }

    /**
     * A store that does not answer may have made the write: then the repeated turn is seen before, and computed from where the family stands
     * by now. What the first attempt would have said is kept, so that nobody waits for words that lie in the outbox.
     */
    private Drafts.Committed commit(Turn turn, long update, Parcel parcel) {
        try {
            return drafts.commit(turn);
        } catch (StoreUnavailable unavailable) {
            if (update != NO_UPDATE) {
                unanswered.putIfAbsent(update, parcel);
            }
            throw unavailable;
        }
    }

    /** A case is handed in with all its files: while one is on its way it must wait. */
    private Step step(Optional<Draft> draft, Input input, LinkKey today) {
        Optional<Session> session = draft.map(Draft::session);
        Step step = conversation.next(session, input, today.day());
        boolean sent = step.effects().stream().anyMatch(Effect.Sent.class::isInstance);
        boolean goes = sent || step.effects().stream().anyMatch(Effect.Submit.class::isInstance);
        if (goes && draft.filter(d -> !d.arriving().isEmpty()).isPresent()) {
            return conversation.next(session, new Input.FilesArriving(), today.day());
        }
        // What follows a case that was told before is met there: it needs no number of its own.
        return sent && draft.flatMap(Draft::follows).isPresent()
                ? conversation.next(step.session(), new Input.NothingChosen(), today.day())
                : step;
    }

    @Override
    public Wanted wants(long chat, Call.Fetch fetch) {
        if (!ArrivingFiles.awaits(keyed.of(chat), fetch)) {
            return Wanted.NO;
        }
        LinkName attempt = linkKeys.live().getFirst().fetch(fetch.update());
        int count = drafts.attempt(List.of(attempt)).getOrDefault(attempt, 1);
        return count > MOST_FETCHES ? Wanted.GIVE_UP : Wanted.YES;
    }

    @Override
    public Input receive(long chat, Call.Fetch fetch, InputStream content) throws IOException {
        Optional<Draft> awaiting = keyed.of(chat).filter(draft -> ArrivingFiles.awaits(Optional.of(draft), fetch));
        return arriving.receive(awaiting, fetch, content);
    }

    @Override
    public Optional<Parcel> settle(long chat, Call.Fetch fetch, Input outcome) {
        // What could not be kept stays in the chat: it may be the only one that the family has.
        boolean received = outcome instanceof Input.Received;
        Optional<Long> message = received ? Optional.of(fetch.message()) : Optional.empty();
        Incoming incoming = new Incoming(chat, fetch.update(), outcome, message, false, Optional.empty());
        Optional<Parcel> said = turn(incoming, Optional.of(fetch));
        // A turn that is not awaited may have been made, and its answer lost: the store knows.
        if (received && said.isEmpty() && !drafts.files().contains(fetch.file())) {
            arriving.delete(List.of(fetch.file()));
        }
        files.settled(fetch.file());
        return said;
    }

    private static List<LinkName> updateNames(List<LinkKey> keys, Incoming incoming) {
        return keys.stream().map(key -> key.update(incoming.update())).toList();
    }

    @Override
    public void hideIdle(LocalDate lastTurnBefore, Consumer<Parcel> hidden) {
        drafts.idle(lastTurnBefore).forEach(name -> hideIdle(name).ifPresent(hidden));
    }

    /** Under the name and the key that it has: it is no turn of the family's, and its 72 hours go on. */
    private Optional<Parcel> hideIdle(LinkName name) {
        Optional<StoredDraft> stored = drafts.find(List.of(name));
        Optional<Draft> draft = stored.flatMap(keyed::open)
                .filter(d -> !d.session().hidden())
                .filter(d -> conversation.questionnaireOf(d.session()).isPresent());
        Optional<LinkKey> key = linkKeys.of(name.day());
        if (draft.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        Incoming idle =
                new Incoming(draft.get().chat(), NO_UPDATE, new Input.Idle(), Optional.empty(), Optional.empty());
        OnScreen onScreen = stored.flatMap(keyed::onScreen).orElse(OnScreen.NOTHING);
        Optional<Long> card = onScreen.card().or(() -> draft.get().card());
        Step step = step(draft, idle.input(), key.get());
        Parcel parcel = parcels.of(
                idle,
                card,
                onScreen.played(),
                step.effects(),
                Optional.empty(),
                Optional.empty(),
                parcels.byHand(draft, step));
        long swept = onScreen.played().stream()
                .max(Comparator.naturalOrder())
                .orElse(draft.get().swept());
        Turn.After after = writes.after(
                writes.of(draft, key.get()), step, Optional.empty(), card, key.get(), idle, swept, Optional.empty());
        Outgoing outgoing = keyed.seal(NO_UPDATE, parcel, key.get());
        Turn turn = new Turn(List.of(), stored, name, after, Optional.of(outgoing));
        // Where the family came back in between, its turn holds, and the card stays.
        return drafts.commit(turn) == Drafts.Committed.DONE
                ? Optional.of(new Parcel(Optional.of(outgoing.id()), parcel.chat(), parcel.calls()))
                : Optional.empty();
    }

    @Override
    public void cardIs(long chat, long message) {
        visits.cardIs(chat, message);
        keyed.stored(chat).ifPresent(stored -> keyed.remember(stored, new OnScreen(Optional.of(message), List.of())));
    }

    @Override
    public boolean played(long chat, long message) {
        Optional<StoredDraft> stored = keyed.stored(chat);
        stored.ifPresent(draft -> keyed.remember(
                draft, keyed.onScreen(draft).orElse(OnScreen.NOTHING).andPlayed(message)));
        return stored.isPresent();
    }

    @Override
    public List<Parcel> undelivered() {
        return keyed.undelivered();
    }

    @Override
    public void delivered(Collection<Outgoing.Id> ids) {
        drafts.delivered(ids);
    }

    @Override
    public Map<Long, Integer> attempt(Collection<Long> updates) {
        LinkKey today = linkKeys.live().getFirst();
        Map<LinkName, Long> byName = new HashMap<>();
        updates.forEach(update -> byName.put(today.attempt(update), update));
        Map<Long, Integer> counts = new HashMap<>();
        drafts.attempt(byName.keySet()).forEach((name, count) -> {
            Long update = byName.get(name);
            if (update != null) {
                counts.put(update, count);
            }
        });
        return counts;
    }

    @Override
    public void quarantine(long update, byte[] contentWithoutIds) {
        LinkName name = linkKeys.live().getFirst().update(update);
        // To an expired directory too: an update that can be neither taken nor put aside would hold up all those behind
        // it.
        Sealed<Purpose.Quarantine> sealed = sealer.seal(
                Purpose.QUARANTINE,
                Padding.padLong(contentWithoutIds),
                lastDirectory.get().quarantineRecipients(random));
        drafts.quarantine(name, sealed);
    }

    @Override
    public Parcel pleaseWait(long chat) {
        return parcels.inAllLanguages(chat, "trouble.storage");
    }

    @Override
    public Parcel pleaseRepeat(long chat) {
        return parcels.inAllLanguages(chat, "trouble.write_again");
    }

    @Override
    public Parcel notInGroups(long chat) {
        return parcels.inAllLanguages(chat, "trouble.group");
    }
}

package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Step;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.files.FileName;
import org.komir.bot.files.NoRoom;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.intake.Turn.WayBack.Known;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Padding;
import org.komir.crypto.Panel;
import org.komir.crypto.Purpose;
import org.komir.crypto.Receipt;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.SealedFile;
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
    private static final int ATTEMPTS = 5;

    private static final List<String> COMMANDS = List.of("start", "help", "language", "status", "stop", "delete");
    /** How often a file is fetched, restarts included, before the family is asked for it again. */
    static final int MOST_FETCHES = 10;

    /** An office writes for sixty families on a full day, on one telephone; a flood of cases ends here. */
    static final int MOST_CASES_A_DAY = 100;

    /** Of what is said without an update: Telegram's begin at 1. */
    private static final long NO_UPDATE = 0;

    private static final long MEGABYTE = 1024L * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Conversation conversation;
    private final List<Texts> languages;
    private final Drafts drafts;
    private final LinkKeys linkKeys;
    private final Supplier<Optional<Directory>> directory;
    private final Supplier<Directory> lastDirectory;
    private final Sealer sealer;
    private final Records records;
    private final SealedFiles files;
    private final long largestFile;
    private final PendingTicks ticks = new PendingTicks();
    private final ComingBack back;
    private final Waiting waiting;
    private final Visits visits;
    private volatile Consumer<Parcel> sayLater = parcel -> {};
    private boolean waitingWereFound;
    private final Map<Long, Parcel> unanswered = new ConcurrentHashMap<>();
    private final SecureRandom random;

    /**
     * What families come back by.
     *
     * @param wishes to be told in a chat when there is news
     */
    public record ComingBack(Mailboxes mailboxes, TellHere wishes, Numbers numbers, Clock clock) {}

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
        this.languages = List.copyOf(languages);
        this.drafts = drafts;
        this.linkKeys = linkKeys;
        this.directory = directory;
        this.lastDirectory = lastDirectory;
        this.sealer = sealer;
        this.records = new Records(sealer);
        this.files = files;
        this.largestFile = largestFile;
        this.random = random;
        this.back = back;
        this.waiting = new Waiting(back.clock());
        this.visits = new Visits(
                conversation,
                this.languages,
                drafts,
                back.mailboxes(),
                linkKeys,
                lastDirectory,
                sealer,
                files,
                back.numbers(),
                this::follows,
                back.clock(),
                random);
    }

    @Override
    public Optional<Parcel> take(Incoming incoming) {
        Optional<Parcel> comesBack = comesBack(incoming);
        if (comesBack.isPresent()) {
            return comesBack;
        }
        Incoming clean = withoutNumber(incoming);
        return turn(clean.source().map(source -> refused(clean, source)).orElse(clean), Optional.empty());
    }

    /** What is no turn of the conversation: a number that was typed, a button of a visit, or of a message that told of news. Nothing of it is stored. */
    private Optional<Parcel> comesBack(Incoming incoming) {
        long chat = incoming.chat();
        if (incoming.input() instanceof Input.Text text) {
            Optional<TypedNumber> number = TypedNumber.in(text.text());
            if (number.isPresent()) {
                return Optional.of(visits.typed(incoming, number.get(), standing(chat)));
            }
        }
        boolean hides = incoming.input() instanceof Input.Stop
                || (incoming.input() instanceof Input.Text text && conversation.asksToHide(text.text()));
        if (hides && visits.isOnScreen(chat) && draftOf(chat).isEmpty()) {
            return Optional.of(visits.hidden(chat, incoming.written()));
        }
        return incoming.input() instanceof Input.Tap tap ? comesBack(incoming, tap) : Optional.empty();
    }

    private Optional<Parcel> comesBack(Incoming incoming, Input.Tap tap) {
        Incoming.Tapped tapped = incoming.tapped().orElseThrow();
        Call acknowledged = new Call.Acknowledge(tapped.callback());
        Optional<String> noMore = News.takenBack(tap.token());
        if (noMore.isPresent()) {
            back.wishes().forget(noMore.get());
            Call gone = new Call.Delete(List.of(tapped.card()));
            return Optional.of(new Parcel(Optional.empty(), incoming.chat(), List.of(acknowledged, gone)));
        }
        Optional<VisitToken> token = VisitToken.parse(tap.token());
        if (token.isEmpty()) {
            return Optional.empty();
        }
        boolean inConversation = draftOf(incoming.chat()).isPresent();
        return switch (visits.tapped(incoming.chat(), token.get(), Optional.of(tapped.card()), inConversation)) {
            case Visits.Tapped.Said said -> {
                List<Call> calls = new ArrayList<>(List.of(acknowledged));
                calls.addAll(said.calls());
                yield Optional.of(new Parcel(Optional.empty(), incoming.chat(), calls));
            }
            // To a conversation this is a button that it does not know: it shows where it is.
            case Visits.Tapped.Over over -> Optional.empty();
        };
    }

    private Visits.Standing standing(long chat) {
        Optional<StoredDraft> stored = stored(chat);
        Optional<Draft> draft = stored.flatMap(this::open);
        return new Visits.Standing(
                draft.map(Draft::session).map(Session::language).map(conversation::texts),
                stored.flatMap(this::onScreen).flatMap(OnScreen::card).or(() -> draft.flatMap(Draft::card)));
    }

    /** A number beside a file would be sealed with it for volunteers. */
    private static Incoming withoutNumber(Incoming incoming) {
        if (!(incoming.input() instanceof Input.File file)) {
            return incoming;
        }
        SentFile sent = file.file();
        Optional<String> caption = sent.caption().map(TypedNumber::cleared).filter(words -> !words.isBlank());
        SentFile clean = new SentFile(sent.kind(), sent.type(), sent.seconds(), sent.name(), caption, sent.forwarded());
        return new Incoming(
                incoming.chat(),
                incoming.update(),
                new Input.File(clean),
                incoming.written(),
                incoming.edited(),
                incoming.tapped(),
                incoming.source());
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
    public void letterFileNotSent(long chat, Call.LetterFile call) {
        visits.letterFileNotSent(chat, call);
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
        if (draftOf(chat).filter(draft -> draft.id().equals(of)).isEmpty()) {
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
                            .flatMap(this::open)
                            .filter(draft -> conversation.isSent(draft.session()))
                            .ifPresent(draft ->
                                    waiting.found(draft.chat(), draft.session().urgent())));
            waitingWereFound = true;
        }
        for (long chat : waiting.over()) {
            Incoming over =
                    new Incoming(chat, NO_UPDATE, new Input.NothingChosen(), Optional.empty(), Optional.empty());
            boolean sent = draftOf(chat)
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
    private void follows(Visits.Moved moved) {
        Optional<StoredDraft> stored = stored(moved.chat());
        Optional<Draft> draft = stored.flatMap(this::open)
                .filter(d -> d.follows()
                        .filter(known -> known.mailbox().equals(moved.before()))
                        .isPresent());
        LinkKey today = linkKeys.live().getFirst();
        Optional<CaseWriter> writer = writer(draft, today);
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
                    today.box().seal(Purpose.CURSOR, next.toBytes(), context(name)),
                    Optional.empty(),
                    List.of(),
                    Set.of(),
                    false,
                    Optional.empty());
            drafts.commit(new Turn(List.of(), stored, name, after, Optional.empty()));
        }
    }

    /** A file that cannot be kept is refused before anything is fetched. */
    private Incoming refused(Incoming incoming, Incoming.Source source) {
        boolean tooLarge = source.size().filter(size -> size > largestFile).isPresent();
        if (!tooLarge && files.hasRoom()) {
            return incoming;
        }
        Input.NoFile.Why why = tooLarge ? Input.NoFile.Why.TOO_LARGE : Input.NoFile.Why.NO_ROOM;
        return new Incoming(incoming.chat(), incoming.update(), noFile(why), incoming.written(), Optional.empty());
    }

    private Input noFile(Input.NoFile.Why why) {
        return new Input.NoFile(why, Math.toIntExact(largestFile / MEGABYTE));
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
        Optional<Draft> draft = stored.flatMap(this::open);
        OnScreen onScreen = stored.flatMap(this::onScreen).orElse(OnScreen.NOTHING);
        Optional<Long> card = onScreen.card().or(() -> draft.flatMap(Draft::card));

        if (settles.isPresent() && !awaits(draft, settles.get())) {
            return Optional.of(Optional.ofNullable(unanswered.remove(incoming.update())));
        }
        Input input = input(incoming, draft);
        Step step = step(draft, input, today);
        if (incoming.update() == NO_UPDATE && step.effects().isEmpty()) {
            return Optional.of(Optional.empty());
        }
        Optional<Directory> panels = opensCase(step) ? directory.get() : Optional.empty();
        if (opensCase(step) && panels.isEmpty()) {
            return Optional.of(Optional.of(notOpened(incoming, step, "trouble.not_accepting")));
        }
        if (opensCase(step) && opened(incoming.chat(), today) > MOST_CASES_A_DAY) {
            return Optional.of(Optional.of(notOpened(incoming, step, "helper.rest")));
        }
        long swept = draft.map(Draft::swept).orElse(0L);
        List<Long> played =
                onScreen.played().stream().filter(message -> message > swept).toList();
        Optional<Call.Fetch> fetch = draft.flatMap(d -> fetch(incoming, d, step));
        Optional<CaseId> of = draft.map(Draft::id);
        Parcel parcel = parcel(incoming, card, played, step.effects(), fetch, of, byHand(draft, step));
        visits.conversationShows(incoming.chat());
        boolean ofACase = opensCase(step)
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
        Optional<CaseWriter> writer = writer(draft, today);
        fetch.ifPresent(f -> writer.orElseThrow().arrives(f.file()));
        settles.ifPresent(f -> writer.orElseThrow().settled(f.file()));
        Turn.After after = after(
                writer,
                step,
                panels,
                cardAfter(incoming, card, parcel),
                today,
                incoming,
                deletes(parcel, played) ? played.getLast() : swept,
                made);
        // What is shown once lies in no outbox: where it does not arrive, another one is made.
        Optional<Outgoing> outgoing =
                showsOnce(step) ? Optional.empty() : Optional.of(seal(incoming.update(), parcel, today));
        boolean ofAnUpdate = settles.isEmpty() && incoming.update() != NO_UPDATE;
        List<LinkName> update = ofAnUpdate ? updateNames(keys, incoming) : List.of();
        Turn turn = new Turn(update, stored, name, after, outgoing);
        Parcel durable = new Parcel(outgoing.map(Outgoing::id), parcel.chat(), parcel.calls());
        return switch (commit(turn, incoming.update(), durable)) {
            case DONE -> {
                ticks.note(incoming.chat(), conversation, draft.map(Draft::session), step.session(), input);
                unanswered.remove(incoming.update());
                noteWaiting(incoming.chat(), step);
                deleteFiles(filesOfNoUse(draft, writer, after));
                settles.map(Call.Fetch::file)
                        .filter(file -> !writer.orElseThrow().names(file))
                        .ifPresent(file -> deleteFiles(List.of(file)));
                yield Optional.of(Optional.of(durable));
            }
            case SEEN -> Optional.of(Optional.ofNullable(unanswered.remove(incoming.update())));
            case CONFLICT -> Optional.empty();
        };
    }

    private static boolean showsOnce(Step step) {
        return step.effects().stream().anyMatch(Effect.ShowOnce.class::isInstance);
    }

    private void noteWaiting(long chat, Step step) {
        step.session()
                .filter(conversation::isSent)
                .ifPresentOrElse(session -> waiting.note(chat, session.urgent()), () -> waiting.forget(chat));
    }

    /** Why no case is opened now; nothing is stored. */
    private Parcel notOpened(Incoming incoming, Step step, String why) {
        Texts words =
                step.session().map(Session::language).map(conversation::texts).orElse(languages.getFirst());
        Card line = new Card(words.get(why), words.rightToLeft(), List.of());
        return parcel(
                incoming,
                Optional.empty(),
                List.of(),
                List.of(new Effect.Show(line)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
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

    private Optional<Call.Fetch> fetch(Incoming incoming, Draft draft, Step step) {
        if (!(incoming.input() instanceof Input.File file)) {
            return Optional.empty();
        }
        Incoming.Source source = incoming.source().orElseThrow();
        return step.effects().stream()
                .filter(Effect.Fetch.class::isInstance)
                .map(Effect.Fetch.class::cast)
                .findFirst()
                .map(wanted -> new Call.Fetch(
                        FileName.random(random),
                        draft.id(),
                        wanted.question().id(),
                        wanted.item(),
                        incoming.update(),
                        incoming.written().orElseThrow(),
                        source.id(),
                        source.size(),
                        file.file()));
    }

    private static boolean awaits(Optional<Draft> draft, Call.Fetch fetch) {
        return draft.filter(d -> d.id().equals(fetch.of()))
                .filter(d -> d.arriving().contains(fetch.file()))
                .isPresent();
    }

    private static List<FileName> filesOfNoUse(Optional<Draft> draft, Optional<CaseWriter> writer, Turn.After after) {
        return switch (after) {
            case Turn.After.Going going -> writer.map(CaseWriter::ofNoUse).orElse(List.of());
            case Turn.After.Submitted submitted -> List.of();
            case Turn.After.Destroyed destroyed ->
                draft.stream()
                        .flatMap(d -> d.kept().stream())
                        .flatMap(kept -> kept.files().stream())
                        .toList();
        };
    }

    private void deleteFiles(List<FileName> ofNoUse) {
        for (FileName file : ofNoUse) {
            try {
                files.delete(file);
            } catch (IOException later) {
                LOG.warn("a sealed file could not be deleted; it goes as one that no record names");
            }
        }
    }

    private Optional<Draft> draftOf(long chat) {
        List<LinkName> names =
                linkKeys.live().stream().map(key -> key.chat(chat)).toList();
        return drafts.find(names).flatMap(this::open);
    }

    @Override
    public Wanted wants(long chat, Call.Fetch fetch) {
        if (!awaits(draftOf(chat), fetch)) {
            return Wanted.NO;
        }
        LinkName attempt = linkKeys.live().getFirst().fetch(fetch.update());
        int count = drafts.attempt(List.of(attempt)).getOrDefault(attempt, 1);
        return count > MOST_FETCHES ? Wanted.GIVE_UP : Wanted.YES;
    }

    @Override
    public Input receive(long chat, Call.Fetch fetch, InputStream content) throws IOException {
        Optional<Draft> draft = draftOf(chat).filter(d -> awaits(Optional.of(d), fetch));
        Optional<Recipient> to = draft.flatMap(d -> conversation
                .questionnaireOf(d.session())
                .flatMap(q -> q.question(fetch.question()))
                .flatMap(q -> Optional.ofNullable(d.recipients().get(new Compartment(q.compartment())))));
        if (to.isEmpty()) {
            return noFile(Input.NoFile.Why.LOST);
        }
        SealedFile.Content[] sealed = new SealedFile.Content[1];
        try {
            files.write(fetch.file(), out -> {
                sealed[0] = SealedFile.seal(sealer, content, out, to.get(), largestFile);
                long length = sealed[0].length();
                if (fetch.size().filter(told -> told != length).isPresent()) {
                    throw new IOException("a file of another size than was told");
                }
            });
        } catch (SealedFile.TooLong tooLong) {
            return noFile(Input.NoFile.Why.TOO_LARGE);
        } catch (NoRoom full) {
            return noFile(Input.NoFile.Why.NO_ROOM);
        }
        Answer.Attached answer =
                new Answer.Attached(fetch.sent(), fetch.file().hex(), sealed[0].length(), sealed[0].sha256());
        return new Input.Received(fetch.question(), fetch.item(), answer);
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
            deleteFiles(List.of(fetch.file()));
        }
        files.settled(fetch.file());
        return said;
    }

    private static List<LinkName> updateNames(List<LinkKey> keys, Incoming incoming) {
        return keys.stream().map(key -> key.update(incoming.update())).toList();
    }

    private static boolean opensCase(Step step) {
        return step.effects().stream().anyMatch(Effect.OpenCase.class::isInstance);
    }

    @Override
    public void hideIdle(LocalDate lastTurnBefore, Consumer<Parcel> hidden) {
        drafts.idle(lastTurnBefore).forEach(name -> hideIdle(name).ifPresent(hidden));
    }

    /** Under the name and the key that it has: it is no turn of the family's, and its 72 hours go on. */
    private Optional<Parcel> hideIdle(LinkName name) {
        Optional<StoredDraft> stored = drafts.find(List.of(name));
        Optional<Draft> draft = stored.flatMap(this::open)
                .filter(d -> !d.session().hidden())
                .filter(d -> conversation.questionnaireOf(d.session()).isPresent());
        Optional<LinkKey> key = linkKeys.of(name.day());
        if (draft.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        Incoming idle =
                new Incoming(draft.get().chat(), NO_UPDATE, new Input.Idle(), Optional.empty(), Optional.empty());
        OnScreen onScreen = stored.flatMap(this::onScreen).orElse(OnScreen.NOTHING);
        Optional<Long> card = onScreen.card().or(() -> draft.get().card());
        Step step = step(draft, idle.input(), key.get());
        Parcel parcel = parcel(
                idle, card, onScreen.played(), step.effects(), Optional.empty(), Optional.empty(), byHand(draft, step));
        long swept = onScreen.played().stream()
                .max(Comparator.naturalOrder())
                .orElse(draft.get().swept());
        Turn.After after =
                after(writer(draft, key.get()), step, Optional.empty(), card, key.get(), idle, swept, Optional.empty());
        Outgoing outgoing = seal(NO_UPDATE, parcel, key.get());
        Turn turn = new Turn(List.of(), stored, name, after, Optional.of(outgoing));
        // Where the family came back in between, its turn holds, and the card stays.
        return drafts.commit(turn) == Drafts.Committed.DONE
                ? Optional.of(new Parcel(Optional.of(outgoing.id()), parcel.chat(), parcel.calls()))
                : Optional.empty();
    }

    /** What to say of a message that cannot be deleted any more; nothing before a language was chosen. */
    private Optional<Card> byHand(Optional<Draft> draft, Step step) {
        return step.session()
                .or(() -> draft.map(Draft::session))
                .map(Session::language)
                .map(conversation::texts)
                .map(words -> new Card(words.get("delete_by_hand"), words.rightToLeft(), List.of()));
    }

    /** What a step says, as calls: the card first, so that the next question is there when the old words vanish. */
    private Parcel parcel(
            Incoming incoming,
            Optional<Long> card,
            List<Long> played,
            List<Effect> effects,
            Optional<Call.Fetch> fetch,
            Optional<CaseId> of,
            Optional<Card> byHand) {
        List<Call> calls = new ArrayList<>();
        List<Long> leftOver = new ArrayList<>();
        fetch.ifPresent(calls::add);
        // A file stays in the chat until it is durable here, and if it cannot be: there may be no other copy.
        boolean notHereYet = incoming.input() instanceof Input.File || incoming.input() instanceof Input.NoFile;
        incoming.written().filter(number -> !notHereYet).ifPresent(leftOver::add);
        Optional<Long> tapped = incoming.tapped().map(Incoming.Tapped::card);
        incoming.tapped().ifPresent(tap -> calls.add(new Call.Acknowledge(tap.callback())));
        // Somebody who begins again looks at the end of the chat: the card goes there.
        boolean anew = incoming.input() instanceof Input.Start;
        Optional<Long> place = anew ? Optional.empty() : card.or(() -> tapped);
        card.filter(old -> anew).ifPresent(leftOver::add);
        tapped.filter(old -> card.isPresent() && !card.equals(tapped)).ifPresent(leftOver::add);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Show show) {
                calls.add(new Call.Show(place, show.card()));
                leftOver.addAll(played);
            } else if (effect instanceof Effect.Hide hide) {
                calls.add(new Call.Show(place, hide.line()));
                leftOver.addAll(played);
            } else if (effect instanceof Effect.ShowOnce once) {
                calls.add(new Call.Show(place, once.card()));
            } else if (effect instanceof Effect.MakeNumber make) {
                of.ifPresent(id -> calls.add(new Call.MakeNumber(id, make.turn())));
            } else if (effect instanceof Effect.Hear hear) {
                calls.add(new Call.Play(hear.recording()));
            } else if (effect instanceof Effect.Speak speak) {
                calls.add(menu(conversation.texts(speak.language())));
            }
        }
        if (!leftOver.isEmpty()) {
            calls.add(new Call.Delete(leftOver, byHand));
        }
        return new Parcel(Optional.empty(), incoming.chat(), calls);
    }

    private static Call.Menu menu(Texts texts) {
        return new Call.Menu(COMMANDS.stream()
                .map(command -> new Call.Menu.Entry(command, texts.get("command." + command)))
                .toList());
    }

    private static boolean deletes(Parcel parcel, List<Long> played) {
        return !played.isEmpty()
                && parcel.calls().stream()
                        .anyMatch(call -> call instanceof Call.Delete delete
                                && delete.messages().containsAll(played));
    }

    /** Where the card will be, as far as it is known before it is sent. */
    private static Optional<Long> cardAfter(Incoming incoming, Optional<Long> card, Parcel parcel) {
        boolean anew = parcel.calls().stream()
                .anyMatch(call -> call instanceof Call.Show show && show.card().isEmpty());
        return anew ? Optional.empty() : card.or(() -> incoming.tapped().map(Incoming.Tapped::card));
    }

    /** A cursor that cannot be read was made by another version: its case is handed in or destroyed when it expires. */
    private Optional<Draft> open(StoredDraft stored) {
        try {
            LinkKey key = linkKeys.of(stored.name().day()).orElseThrow();
            return Optional.of(Draft.fromBytes(key.box().open(stored.cursor(), context(stored.name()))));
        } catch (CannotOpen | Session.UnknownFormat unreadable) {
            return Optional.empty();
        }
    }

    private Optional<OnScreen> onScreen(StoredDraft stored) {
        return stored.card().flatMap(card -> {
            try {
                LinkKey key = linkKeys.of(stored.name().day()).orElseThrow();
                return Optional.of(OnScreen.read(key.box().open(card, context(stored.name()))));
            } catch (CannotOpen unreadable) {
                return Optional.empty();
            }
        });
    }

    private Outgoing seal(long update, Parcel parcel, LinkKey today) {
        Outgoing.Id id = Outgoing.Id.random(random);
        byte[] bytes = ParcelBytes.write(update, parcel);
        return new Outgoing(id, today.day(), today.box().seal(Purpose.OUTGOING, bytes, context(id)));
    }

    private static byte[] context(LinkName name) {
        return name.hex().getBytes(US_ASCII);
    }

    private static byte[] context(Outgoing.Id id) {
        return id.hex().getBytes(US_ASCII);
    }

    @Override
    public void cardIs(long chat, long message) {
        visits.cardIs(chat, message);
        stored(chat).ifPresent(stored -> remember(stored, new OnScreen(Optional.of(message), List.of())));
    }

    @Override
    public boolean played(long chat, long message) {
        Optional<StoredDraft> stored = stored(chat);
        stored.ifPresent(draft ->
                remember(draft, onScreen(draft).orElse(OnScreen.NOTHING).andPlayed(message)));
        return stored.isPresent();
    }

    private Optional<StoredDraft> stored(long chat) {
        return drafts.find(linkKeys.live().stream().map(key -> key.chat(chat)).toList());
    }

    private void remember(StoredDraft draft, OnScreen onScreen) {
        LinkKey key = linkKeys.of(draft.name().day()).orElseThrow();
        drafts.rememberCard(draft.name(), key.box().seal(Purpose.CARD, onScreen.write(), context(draft.name())));
    }

    @Override
    public List<Parcel> undelivered() {
        List<ParcelBytes.Stored> parcels = new ArrayList<>();
        List<Outgoing.Id> lost = new ArrayList<>();
        for (Outgoing outgoing : drafts.undelivered()) {
            try {
                LinkKey key = linkKeys.of(outgoing.day()).orElseThrow(IOException::new);
                parcels.add(ParcelBytes.read(outgoing.id(), key.box().open(outgoing.sealed(), context(outgoing.id()))));
            } catch (CannotOpen | IOException keyIsGone) {
                lost.add(outgoing.id());
            }
        }
        if (!lost.isEmpty()) {
            drafts.delivered(lost);
        }
        return parcels.stream()
                // Of the two turns of one file the fetch is the first.
                .sorted(Comparator.comparingLong(ParcelBytes.Stored::update)
                        .thenComparing(stored -> !stored.parcel().fetches()))
                .map(ParcelBytes.Stored::parcel)
                .toList();
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
        return line(chat, "trouble.storage");
    }

    @Override
    public Parcel pleaseRepeat(long chat) {
        return line(chat, "trouble.write_again");
    }

    @Override
    public Parcel notInGroups(long chat) {
        return line(chat, "trouble.group");
    }

    private Parcel line(long chat, String textId) {
        List<String> lines = languages.stream().map(texts -> texts.get(textId)).toList();
        Card card = new Card(String.join("\n\n", lines), false, List.of());
        return new Parcel(Optional.empty(), chat, List.of(new Call.Show(Optional.empty(), card)));
    }

    private Optional<CaseWriter> writer(Optional<Draft> draft, LinkKey today) {
        return draft.filter(d -> conversation.questionnaireOf(d.session()).isPresent())
                .map(d -> new CaseWriter(records, d, conversation, today.day()));
    }

    /** What a step changes in the store. */
    private Turn.After after(
            Optional<CaseWriter> writer,
            Step step,
            Optional<Directory> panels,
            Optional<Long> card,
            LinkKey key,
            Incoming incoming,
            long swept,
            Optional<Mailbox> made) {
        long message = incoming.written().orElse(0L);
        Optional<CaseWriter> going = writer;
        Optional<Turn.Opening> opening = Optional.empty();
        boolean minimumMet = false;
        Optional<Boolean> urgent = Optional.empty();
        boolean sent = false;
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.OpenCase open -> {
                    Map<Compartment, Panel> compartments =
                            panels.orElseThrow().panels(open.questionnaire().compartments(), random);
                    CaseKeys keys = CaseKeys.generate(random, sealer, compartments);
                    opening = Optional.of(new Turn.Opening(open.destroyUnfinished(), keys.keys()));
                    Session session = step.session().orElseThrow();
                    CaseWriter opened = new CaseWriter(
                            records, CaseId.random(random), keys, open.questionnaire(), session.language(), key.day());
                    if (Visits.FOLLOWING.contains(open.questionnaire().id())) {
                        visits.follows(incoming.chat(), opened.id(), opened.recipient())
                                .ifPresent(opened::follows);
                    }
                    going = Optional.of(opened);
                }
                case Effect.Keep keep -> going.orElseThrow().keep(keep, message);
                case Effect.Attach attach -> going.orElseThrow().attach(attach, message);
                case Effect.Fetch fetch -> {}
                case Effect.Amend amend -> going.orElseThrow().amend(amend, message);
                case Effect.Drop drop -> going.orElseThrow().drop(drop);
                case Effect.Urgent decided -> urgent = Optional.of(decided.now());
                case Effect.MinimumMet met -> minimumMet = true;
                case Effect.Sent send -> sent = true;
                case Effect.MakeNumber make -> going.orElseThrow().number(Optional.empty());
                case Effect.ShowOnce once -> going.orElseThrow().number(made);
                case Effect.Submit submit -> {
                    return submitted(going.orElseThrow(), submit.wayBack(), incoming.chat(), key.day());
                }
                case Effect.Destroy destroy -> {
                    return new Turn.After.Destroyed(going.orElseThrow().id());
                }
                case Effect.Show show -> {}
                case Effect.Hide hide -> {}
                case Effect.Hear hear -> {}
                case Effect.Speak speak -> {}
            }
        }
        CaseWriter kept = going.orElseThrow();
        Draft next = kept.draft(incoming.chat(), step.session().orElseThrow(), card, swept);
        return new Turn.After.Going(
                next.id(),
                key.box().seal(Purpose.CURSOR, next.toBytes(), context(key.chat(incoming.chat()))),
                opening,
                kept.added(),
                kept.dropped(),
                minimumMet,
                urgent,
                sent);
    }

    private Turn.After submitted(CaseWriter last, Effect.WayBack wayBack, long chat, LocalDate day) {
        Optional<Mailbox> number = wayBack == Effect.WayBack.NONE ? Optional.empty() : last.number();
        if (number.isEmpty()) {
            return new Turn.After.Submitted(
                    last.id(), List.of(last.manifest()), last.follows().map(Turn.WayBack.class::cast));
        }
        StoredRecord receipt = last.receipt(number.get());
        Optional<TellHere.Tell> tell = wayBack == Effect.WayBack.NUMBER_AND_NEWS
                ? Optional.of(News.wish(chat, last.recipient(), sealer, random))
                : Optional.empty();
        return new Turn.After.Submitted(
                last.id(),
                List.of(receipt, last.manifest()),
                Optional.of(new Turn.WayBack.Opened(number.get(), day, tell)));
    }
}

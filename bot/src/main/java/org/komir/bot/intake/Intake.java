package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Step;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Padding;
import org.komir.crypto.Panel;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;

/**
 * One turn: find the draft, step the conversation, seal what it keeps, write once, and hand over what is to be said.
 *
 * <p>When {@link #take} returns, everything that the family said is sealed and durable, and what is to be said lies in the
 * outbox; so the tick that they are shown is true. An update that comes again is recognised and does nothing.
 */
public final class Intake implements Turns {

    /** How often a turn is begun anew because another one of the same chat came between; they are serial, so once is rare. */
    private static final int ATTEMPTS = 5;

    private static final List<String> COMMANDS = List.of("start", "help", "language", "status", "stop", "delete");

    private final Conversation conversation;
    private final List<Texts> languages;
    private final Drafts drafts;
    private final LinkKeys linkKeys;
    private final Supplier<Optional<Directory>> directory;
    private final Supplier<Directory> lastDirectory;
    private final Sealer sealer;
    private final Records records;
    private final PendingTicks ticks = new PendingTicks();
    private final Map<Long, Parcel> unanswered = new ConcurrentHashMap<>();
    private final SecureRandom random;

    /**
     * @param languages for the lines that are said when a chat's own language cannot be read, all after another
     * @param directory the one in force; empty when it has expired: then no new case is opened
     * @param lastDirectory the last one that was in force, expired or not: what is put aside is sealed to it
     */
    public Intake(
            Conversation conversation,
            List<Texts> languages,
            Drafts drafts,
            LinkKeys linkKeys,
            Supplier<Optional<Directory>> directory,
            Supplier<Directory> lastDirectory,
            Sealer sealer,
            SecureRandom random) {
        this.conversation = conversation;
        this.languages = List.copyOf(languages);
        this.drafts = drafts;
        this.linkKeys = linkKeys;
        this.directory = directory;
        this.lastDirectory = lastDirectory;
        this.sealer = sealer;
        this.records = new Records(sealer);
        this.random = random;
    }

    @Override
    public Optional<Parcel> take(Incoming incoming) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Optional<Parcel>> taken = tryOnce(incoming);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new IllegalStateException("turns of one chat were not taken one after another");
    }

    /** Empty where the draft was changed by another turn in between. */
    private Optional<Optional<Parcel>> tryOnce(Incoming incoming) {
        List<LinkKey> keys = linkKeys.live();
        LinkKey today = keys.getFirst();
        Optional<StoredDraft> stored =
                drafts.find(keys.stream().map(key -> key.chat(incoming.chat())).toList());
        Optional<Draft> draft = stored.flatMap(this::open);
        OnScreen onScreen = stored.flatMap(this::onScreen).orElse(OnScreen.NOTHING);
        Optional<Long> card = onScreen.card().or(() -> draft.flatMap(Draft::card));

        Input input = input(incoming, draft);
        Step step = conversation.next(draft.map(Draft::session), input, today.day());
        Optional<Directory> panels = opensCase(step) ? directory.get() : Optional.empty();
        if (opensCase(step) && panels.isEmpty()) {
            Texts words = step.session()
                    .map(Session::language)
                    .map(conversation::texts)
                    .orElse(languages.getFirst());
            Card line = new Card(words.get("trouble.not_accepting"), words.rightToLeft(), List.of());
            return Optional.of(Optional.of(parcel(incoming, Optional.empty(), List.of(), List.of(new Effect.Show(line)))));
        }
        long swept = draft.map(Draft::swept).orElse(0L);
        List<Long> played = onScreen.played().stream().filter(message -> message > swept).toList();
        Parcel parcel = parcel(incoming, card, played, step.effects());
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
        Turn.After after = after(draft, step, panels, cardAfter(incoming, card, parcel), today, incoming, deletes(parcel, played) ? played.getLast() : swept);
        Outgoing outgoing = seal(incoming.update(), parcel, today);
        Turn turn = new Turn(updateNames(keys, incoming), stored, name, after, Optional.of(outgoing));
        Parcel durable = new Parcel(Optional.of(outgoing.id()), parcel.chat(), parcel.calls());
        return switch (commit(turn, incoming.update(), durable)) {
            case DONE -> {
                ticks.note(incoming.chat(), conversation, draft.map(Draft::session), step.session(), input);
                unanswered.remove(incoming.update());
                yield Optional.of(Optional.of(durable));
            }
            case SEEN -> Optional.of(Optional.ofNullable(unanswered.remove(incoming.update())));
            case CONFLICT -> Optional.empty();
        };
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
                        answered.get().question(), answered.get().item(), answered.get().part(), text.text())
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
            unanswered.putIfAbsent(update, parcel);
            throw unavailable;
        }
    }

    private static List<LinkName> updateNames(List<LinkKey> keys, Incoming incoming) {
        return keys.stream().map(key -> key.update(incoming.update())).toList();
    }

    private static boolean opensCase(Step step) {
        return step.effects().stream().anyMatch(Effect.OpenCase.class::isInstance);
    }

    /** What a step says, as calls: the card first, so that the next question is there when the old words vanish. */
    private Parcel parcel(
            Incoming incoming, Optional<Long> card, List<Long> played, List<Effect> effects) {
        List<Call> calls = new ArrayList<>();
        List<Long> leftOver = new ArrayList<>();
        incoming.written().ifPresent(leftOver::add);
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
            } else if (effect instanceof Effect.Hear hear) {
                calls.add(new Call.Play(hear.recording()));
            } else if (effect instanceof Effect.Speak speak) {
                calls.add(menu(conversation.texts(speak.language())));
            }
        }
        if (!leftOver.isEmpty()) {
            calls.add(new Call.Delete(leftOver));
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

    /**
     * What this bot has on a chat's screen.
     *
     * @param card the number of the message that carries the live card
     * @param played numbers of recordings that were played, rising
     */
    private record OnScreen(Optional<Long> card, List<Long> played) {
        static final OnScreen NOTHING = new OnScreen(Optional.empty(), List.of());
        private static final long NO_CARD = -1;

        static OnScreen read(byte[] bytes) {
            ByteBuffer numbers = ByteBuffer.wrap(bytes);
            long card = numbers.getLong();
            List<Long> played = new ArrayList<>();
            while (numbers.hasRemaining()) {
                played.add(numbers.getLong());
            }
            return new OnScreen(card == NO_CARD ? Optional.empty() : Optional.of(card), List.copyOf(played));
        }

        byte[] write() {
            ByteBuffer numbers = ByteBuffer.allocate(Long.BYTES * (1 + played.size()));
            numbers.putLong(card.orElse(NO_CARD));
            played.forEach(numbers::putLong);
            return numbers.array();
        }

        OnScreen andPlayed(long message) {
            List<Long> all = new ArrayList<>(played);
            all.add(message);
            return new OnScreen(card, List.copyOf(all));
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
        stored(chat).ifPresent(stored -> remember(stored, new OnScreen(Optional.of(message), List.of())));
    }

    @Override
    public boolean played(long chat, long message) {
        Optional<StoredDraft> stored = stored(chat);
        stored.ifPresent(draft -> remember(
                draft, onScreen(draft).orElse(OnScreen.NOTHING).andPlayed(message)));
        return stored.isPresent();
    }

    private Optional<StoredDraft> stored(long chat) {
        return drafts.find(
                linkKeys.live().stream().map(key -> key.chat(chat)).toList());
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
                .sorted(Comparator.comparingLong(ParcelBytes.Stored::update))
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

    /** What a step changes in the store. */
    private Turn.After after(
            Optional<Draft> draft,
            Step step,
            Optional<Directory> panels,
            Optional<Long> card,
            LinkKey today,
            Incoming incoming,
            long swept) {
        long message = incoming.written().orElse(0L);
        Optional<CaseWriter> going = draft.filter(
                        d -> conversation.questionnaireOf(d.session()).isPresent())
                .map(d -> new CaseWriter(records, d, conversation, today.day()));
        Optional<Turn.Opening> opening = Optional.empty();
        boolean minimumMet = false;
        Optional<Boolean> urgent = Optional.empty();
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.OpenCase open -> {
                    Map<Compartment, Panel> compartments =
                            panels.orElseThrow().panels(open.questionnaire().compartments(), random);
                    CaseKeys keys = CaseKeys.generate(random, sealer, compartments);
                    opening = Optional.of(new Turn.Opening(open.destroyUnfinished(), keys.keys()));
                    Session session = step.session().orElseThrow();
                    going = Optional.of(new CaseWriter(
                            records,
                            CaseId.random(random),
                            keys,
                            open.questionnaire(),
                            session.language(),
                            today.day()));
                }
                case Effect.Keep keep -> going.orElseThrow().keep(keep, message);
                case Effect.Amend amend -> going.orElseThrow().amend(amend, message);
                case Effect.Drop drop -> going.orElseThrow().drop(drop);
                case Effect.Urgent decided -> urgent = Optional.of(decided.now());
                case Effect.MinimumMet met -> minimumMet = true;
                case Effect.Submit submit -> {
                    CaseWriter writer = going.orElseThrow();
                    return new Turn.After.Submitted(writer.id(), writer.manifest());
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
        CaseWriter writer = going.orElseThrow();
        Draft next = writer.draft(step.session().orElseThrow(), card, swept);
        return new Turn.After.Going(
                next.id(),
                today.box().seal(Purpose.CURSOR, next.toBytes(), context(today.chat(incoming.chat()))),
                opening,
                writer.added(),
                writer.dropped(),
                minimumMet,
                urgent);
    }
}

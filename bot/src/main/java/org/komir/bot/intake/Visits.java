package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Channel;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Turn.WayBack.Known;
import org.komir.bot.intake.Visit.Asked;
import org.komir.bot.intake.Visit.Next;
import org.komir.crypto.Receipt;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningDomain;

/**
 * Families that come back in the chat with their number. A visit is in memory only, for half an hour at the most, and not over a restart; nothing of it is stored but
 * how many numbers were tried in a chat today.
 *
 * <p>Whoever guesses is made slow and not shut out: after a few tries a day each answer takes longer, ten minutes at the most. Whether there is anything under a number or
 * not, the same is done before it is answered.
 */
final class Visits {
    static final Duration LONGEST = Duration.ofMinutes(30);

    /** So many tries a day are answered at once. */
    static final int FREE_TRIES = 5;

    static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(4);
    private static final Duration SLOW = Duration.ofSeconds(30);
    /** What may follow a case that was told before. */
    static final Set<String> FOLLOWING = Set.of("news", "answer", "agreement");

    private static final int MOST_VISITS = 1000;
    private static final int LAST_PART = Integer.MAX_VALUE;
    private static final Pattern LETTER = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");

    private final Conversation conversation;
    private final List<Texts> languages;
    private final Drafts drafts;
    private final Mailboxes mailboxes;
    private final LinkKeys linkKeys;
    private final Supplier<Directory> directory;
    private final SealedFiles files;
    private final Renewal renewal;
    private final Numbers numbers;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<Long, Visit> visits = new ConcurrentHashMap<>();
    private final Consumer<Moved> moved;
    private volatile Consumer<Parcel> say = parcel -> {};

    Visits(
            Conversation conversation,
            List<Texts> languages,
            Drafts drafts,
            Mailboxes mailboxes,
            LinkKeys linkKeys,
            Supplier<Directory> directory,
            Sealer sealer,
            SealedFiles files,
            Numbers numbers,
            Consumer<Moved> moved,
            Clock clock,
            SecureRandom random) {
        this.conversation = conversation;
        this.languages = languages;
        this.drafts = drafts;
        this.mailboxes = mailboxes;
        this.linkKeys = linkKeys;
        this.directory = directory;
        this.files = files;
        this.renewal = new Renewal(mailboxes, sealer, files, random);
        this.numbers = numbers;
        this.moved = moved;
        this.clock = clock;
        this.random = random;
    }

    /** How a chat stands that a visit begins or ends in. */
    record Standing(Optional<Texts> language, Optional<Long> card) {}

    /** A case has another mailbox: what is being told in this chat follows it there. */
    record Moved(long chat, String before, VisitKeys by) {}

    /** Where to say what is ready later. */
    void says(Consumer<Parcel> later) {
        say = later;
    }

    /** A number was typed: it goes from the screen before anything else is done. */
    Parcel typed(Incoming incoming, TypedNumber number, Standing standing) {
        byte[] id = new byte[8];
        random.nextBytes(id);
        Visit visit = new Visit(HexFormat.of().formatHex(id), clock.instant().plus(LONGEST), number);
        visit.texts = standing.language().orElse(null);
        Optional<Long> place = standing.card().or(() -> live(incoming.chat()).flatMap(before -> before.card));
        visit.card = place;
        makeRoom();
        Optional.ofNullable(visits.put(incoming.chat(), visit)).ifPresent(before -> takeAway(incoming.chat(), before));
        Card card = visit.texts == null ? VisitCards.languages(languages, visit.id) : first(visit, visit.texts);
        List<Call> calls = new ArrayList<>();
        incoming.written().ifPresent(message -> calls.add(new Call.Delete(List.of(message), byHand(standing))));
        calls.add(new Call.Show(place, card));
        return new Parcel(Optional.empty(), incoming.chat(), calls);
    }

    private static Optional<Card> byHand(Standing standing) {
        return standing.language().map(words -> new Card(words.get("delete_by_hand"), words.rightToLeft(), List.of()));
    }

    private Card first(Visit visit, Texts texts) {
        VisitCards cards = cards(visit, texts);
        return visit.wrongGroup > 0
                ? cards.mistyped(visit.wrongGroup, visit.besideWords)
                : cards.found(visit.besideWords);
    }

    private VisitCards cards(Visit visit, Texts texts) {
        return new VisitCards(texts, visit.id, channel().form());
    }

    private Channel channel() {
        return conversation.channel();
    }

    /** What a tap on a visit's button did. */
    sealed interface Tapped {
        /** The visit goes on, or ended where there is no conversation to go on with. */
        record Said(List<Call> calls) implements Tapped {}

        /** It is over: the conversation shows its card. */
        record Over() implements Tapped {}
    }

    /**
     * A tap on a visit's button.
     *
     * @param place of the card
     * @param inConversation whether the chat has a conversation too
     */
    Tapped tapped(long chat, VisitToken token, Optional<Long> place, boolean inConversation) {
        Optional<Visit> found = live(chat).filter(visit -> visit.id.equals(token.visit()));
        if (found.isEmpty()) {
            return new Tapped.Over();
        }
        Visit visit = found.get();
        synchronized (visit) {
            visit.card = place;
            visit.onScreen = true;
            if (token.verb().equals(VisitToken.LANGUAGE)) {
                Texts chosen = languages.stream()
                        .filter(texts -> texts.language().equals(token.argument()))
                        .findFirst()
                        .orElse(languages.getFirst());
                visit.texts = chosen;
                return show(visit, first(visit, chosen));
            }
            Texts texts = visit.texts;
            if (texts == null) {
                return show(visit, VisitCards.languages(languages, visit.id));
            }
            VisitCards cards = cards(visit, texts);
            return switch (token.verb()) {
                case VisitToken.OPEN -> opens(chat, visit, cards);
                case VisitToken.HAVE -> replaces(visit, cards, Next.REPLACE);
                case VisitToken.HAVE_AND_TELL ->
                    replaces(visit, cards, channel().news() ? Next.REPLACE_AND_TELL : Next.REPLACE);
                case VisitToken.RENEW -> next(visit, cards.looking(false), Next.RENEW);
                case VisitToken.LETTER -> letter(visit, cards, token.argument());
                case VisitToken.FILE -> asks(visit, cards, token.argument());
                case VisitToken.WITHDRAW ->
                    visit.keys == null ? show(visit, first(visit, texts)) : show(visit, cards.withdrawAsked());
                case VisitToken.WITHDRAW_YES -> withdraws(visit, cards);
                case VisitToken.TELL ->
                    inConversation || visit.keys == null || !FOLLOWING.contains(token.argument())
                            ? new Tapped.Over()
                            : leaves(chat, visit, conversation.first(token.argument(), texts.language()));
                case VisitToken.CLOSE -> {
                    visits.remove(chat, visit);
                    takeAway(chat, visit);
                    yield inConversation ? new Tapped.Over() : show(visit, cards.over());
                }
                default -> show(visit, status(visit, cards, Optional.empty(), !inConversation));
            };
        }
    }

    private Tapped opens(long chat, Visit visit, VisitCards cards) {
        if (visit.typed == null) {
            return show(visit, status(visit, cards, Optional.empty(), false));
        }
        LinkName name = linkKeys.live().getFirst().tried(chat);
        Duration delay = delay(drafts.attempt(List.of(name)).getOrDefault(name, 1));
        visit.delay = delay;
        return next(visit, cards.looking(delay.compareTo(SLOW) > 0), Next.OPEN);
    }

    static Duration delay(int tries) {
        if (tries <= FREE_TRIES) {
            return Duration.ZERO;
        }
        int doubled = Math.min(tries - FREE_TRIES - 1, 16);
        Duration delay = FIRST_DELAY.multipliedBy(1L << doubled);
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    private Tapped replaces(Visit visit, VisitCards cards, Next next) {
        return visit.renewed == null
                ? show(visit, status(visit, cards, Optional.empty(), false))
                : next(visit, cards.looking(false), next);
    }

    private static Tapped show(Visit visit, Card card) {
        return new Tapped.Said(List.of(new Call.Show(visit.card, card)));
    }

    /** A card of the conversation: the visit is no more what stands there. */
    private Tapped leaves(long chat, Visit visit, Card card) {
        visit.onScreen = false;
        takeAway(chat, visit);
        return show(visit, card);
    }

    private static Tapped next(Visit visit, Card card, Next next) {
        visit.next = next;
        return new Tapped.Said(List.of(new Call.Show(visit.card, card), new Call.Visit(visit.id)));
    }

    private Card status(Visit visit, VisitCards cards, Optional<String> notice, boolean tells) {
        VisitKeys keys = visit.keys;
        Texts texts = visit.texts;
        if (keys == null || texts == null) {
            return texts == null ? VisitCards.languages(languages, visit.id) : first(visit, texts);
        }
        return mail(keys)
                .map(mail -> cards.status(mail, letters(mail, keys), notice, !visit.burnt, tells))
                .orElseGet(cards::nothingThere);
    }

    private List<FamilyLetters.Read> letters(Mail mail, VisitKeys keys) {
        return FamilyLetters.read(mail.letters(), keys, directory.get());
    }

    private Tapped letter(Visit visit, VisitCards cards, String argument) {
        Matcher which = LETTER.matcher(argument);
        return which.matches()
                ? show(
                        visit,
                        letter(
                                visit,
                                cards,
                                Integer.parseInt(which.group(1)),
                                Integer.parseInt(which.group(2)),
                                Optional.empty()))
                : show(visit, status(visit, cards, Optional.empty(), false));
    }

    private Card letter(Visit visit, VisitCards cards, int number, int part, Optional<String> notice) {
        return read(visit, number)
                .map(letter -> cards.letter(letter, number, part, notice))
                .orElseGet(() -> status(visit, cards, Optional.empty(), false));
    }

    private Optional<FamilyLetters.Read> read(Visit visit, int number) {
        return Optional.ofNullable(visit.keys)
                .flatMap(keys -> mail(keys).map(mail -> letters(mail, keys)))
                .filter(letters -> number < letters.size())
                .map(letters -> letters.get(number));
    }

    private Tapped asks(Visit visit, VisitCards cards, String argument) {
        Matcher which = LETTER.matcher(argument);
        if (which.matches()) {
            int letter = Integer.parseInt(which.group(1));
            int file = Integer.parseInt(which.group(2));
            visit.asked = read(visit, letter)
                    .map(FamilyLetters.Read::files)
                    .filter(all -> file < all.size())
                    .map(all -> new Asked(letter, file + 1, all.get(file)));
            if (visit.asked.isPresent()) {
                return next(visit, cards.looking(false), Next.FILE);
            }
        }
        return show(visit, status(visit, cards, Optional.empty(), false));
    }

    /** Reads the file once to its end before any of it is sent. */
    private void check(long chat, Visit visit) {
        Optional<Asked> asked = visit.asked;
        VisitKeys keys = visit.keys;
        Texts texts = visit.texts;
        if (asked.isEmpty() || keys == null || texts == null) {
            return;
        }
        boolean good = isAsSigned(asked.get().file(), keys);
        Card card;
        synchronized (visit) {
            Optional<String> notice = good ? Optional.empty() : Optional.of("visit.file_bad");
            card = letter(visit, cards(visit, texts), asked.get().letter(), LAST_PART, notice);
        }
        List<Call> after =
                good ? List.of(new Call.LetterFile(visit.id, asked.get().file().file())) : List.of();
        say(chat, visit, card, after);
    }

    private boolean isAsSigned(LetterFile file, VisitKeys keys) {
        try {
            keys.copy(files, file, OutputStream.nullOutputStream());
            return true;
        } catch (IOException not) {
            return false;
        }
    }

    /** The file that was asked for and checked; empty when the visit is over or hidden. */
    Optional<LetterFile.Opened> letterFile(long chat, Call.LetterFile call) {
        return shown(chat, call.visit()).flatMap(visit -> {
            VisitKeys keys = visit.keys;
            return keys == null
                    ? Optional.empty()
                    : visit.asked
                            .filter(asked -> asked.file().file().equals(call.file()))
                            .map(asked ->
                                    asked.file().opened(asked.number(), out -> keys.copy(files, asked.file(), out)));
        });
    }

    /** @return false where the visit is over or hidden, and the message must go */
    boolean letterFileSent(long chat, Call.LetterFile call, long message) {
        Optional<Visit> found = shown(chat, call.visit());
        if (found.isEmpty()) {
            return false;
        }
        Visit visit = found.get();
        synchronized (visit) {
            visit.sent.add(message);
            return shown(chat, call.visit()).isPresent();
        }
    }

    void letterFileNotSent(long chat, Call.LetterFile call) {
        shown(chat, call.visit()).ifPresent(visit -> {
            Texts texts = visit.texts;
            Optional<Asked> asked = visit.asked;
            if (texts != null && asked.isPresent()) {
                Card card;
                synchronized (visit) {
                    card = letter(
                            visit,
                            cards(visit, texts),
                            asked.get().letter(),
                            LAST_PART,
                            Optional.of("visit.file_failed"));
                }
                say(chat, visit, card);
            }
        });
    }

    private Optional<Visit> shown(long chat, String id) {
        return live(chat).filter(visit -> visit.id.equals(id)).filter(visit -> visit.onScreen);
    }

    /** The files of letters that stand in the chat. */
    private void takeAway(long chat, Visit visit) {
        List<Long> sent;
        synchronized (visit) {
            sent = List.copyOf(visit.sent);
            visit.sent.clear();
        }
        if (!sent.isEmpty()) {
            Optional<Card> byHand = Optional.ofNullable(visit.texts)
                    .map(words -> new Card(words.get("delete_by_hand"), words.rightToLeft(), List.of()));
            say.accept(new Parcel(Optional.empty(), chat, List.of(new Call.Delete(sent, byHand))));
        }
    }

    private Tapped withdraws(Visit visit, VisitCards cards) {
        VisitKeys keys = visit.keys;
        if (keys == null) {
            return show(visit, status(visit, cards, Optional.empty(), false));
        }
        String name = keys.mailbox().name();
        boolean signed = mail(keys)
                .filter(mail ->
                        mail.author().verifies(SigningDomain.WITHDRAWAL, name.getBytes(US_ASCII), keys.withdraws()))
                .isPresent();
        if (signed) {
            mailboxes.withdraw(name, today());
        }
        return show(visit, cards.withdrawn());
    }

    /** What a visit's last card promised, in the pool: never in the thread of a turn. */
    void goOn(long chat, Call.Visit call) {
        Optional<Visit> found = live(chat).filter(visit -> visit.id.equals(call.id()));
        if (found.isEmpty()) {
            return;
        }
        Visit visit = found.get();
        Next next;
        Duration delay;
        synchronized (visit) {
            next = visit.next;
            delay = visit.delay;
            visit.next = Next.NOTHING;
            visit.delay = Duration.ZERO;
        }
        boolean taken = numbers.later(delay, () -> answer(chat, visit, next));
        Texts texts = visit.texts;
        if (!taken && texts != null) {
            say(chat, visit, cards(visit, texts).busy());
        }
    }

    private void answer(long chat, Visit visit, Next next) {
        switch (next) {
            case NOTHING -> {}
            case OPEN -> open(chat, visit);
            case RENEW -> renew(chat, visit);
            case FILE -> check(chat, visit);
            case REPLACE -> replace(chat, visit, false);
            case REPLACE_AND_TELL -> replace(chat, visit, true);
        }
    }

    /** Whether there is such a mailbox or not: two numbers are worked at before it is answered. */
    private void open(long chat, Visit visit) {
        Receipt typed = visit.typed;
        Texts texts = visit.texts;
        if (typed == null || texts == null) {
            return;
        }
        VisitKeys keys = new VisitKeys(typed);
        Receipt fresh = Receipt.random(random);
        VisitKeys freshKeys = new VisitKeys(fresh);
        Optional<Mail> mail = mail(keys);
        Card card;
        synchronized (visit) {
            VisitCards cards = cards(visit, texts);
            if (mail.isEmpty()) {
                card = cards.nothingThere();
            } else {
                visit.typed = null;
                visit.keys = keys;
                card = renewable(mail.get())
                        ? shown(visit, cards, mail.get(), fresh, freshKeys)
                        : status(visit, cards, Optional.empty(), false);
            }
        }
        say(chat, visit, card);
    }

    private void renew(long chat, Visit visit) {
        VisitKeys keys = visit.keys;
        Texts texts = visit.texts;
        if (keys == null || texts == null) {
            return;
        }
        Receipt fresh = Receipt.random(random);
        VisitKeys freshKeys = new VisitKeys(fresh);
        Optional<Mail> mail = mail(keys).filter(Visits::renewable);
        Card card;
        synchronized (visit) {
            VisitCards cards = cards(visit, texts);
            card = mail.isPresent()
                    ? shown(visit, cards, mail.get(), fresh, freshKeys)
                    : status(visit, cards, Optional.empty(), false);
        }
        say(chat, visit, card);
    }

    private Card shown(Visit visit, VisitCards cards, Mail mail, Receipt fresh, VisitKeys freshKeys) {
        visit.renewed = freshKeys;
        return cards.renewed(mail, "visit.renew", fresh.reveal(), channel().news());
    }

    private static boolean renewable(Mail mail) {
        return mail.withdrawn().isEmpty() && mail.first().isPresent();
    }

    /** The family has the new number: the typed one, which stood in the chat, is good no longer. */
    private void replace(long chat, Visit visit, boolean tell) {
        VisitKeys before = visit.keys;
        VisitKeys by = visit.renewed;
        Texts texts = visit.texts;
        if (before == null || by == null || texts == null) {
            return;
        }
        Optional<Mail> mail = mail(before).filter(Visits::renewable);
        boolean replaced = mail.filter(found -> renewal.replace(chat, found, before, by, tell))
                .isPresent();
        Optional<Mail> now = replaced ? Optional.empty() : mail(before).filter(Visits::renewable);
        Receipt fresh = Receipt.random(random);
        Optional<VisitKeys> freshKeys = now.map(found -> new VisitKeys(fresh));
        Card card;
        synchronized (visit) {
            VisitCards cards = cards(visit, texts);
            visit.renewed = freshKeys.orElse(null);
            if (replaced) {
                visit.keys = by;
                visit.burnt = true;
                moved.accept(new Moved(chat, before.mailbox().name(), by));
            }
            card = now.isPresent()
                    ? cards.renewed(
                            now.get(),
                            "visit.renew_again",
                            fresh.reveal(),
                            channel().news())
                    : status(visit, cards, replaced ? Optional.of("visit.renewed") : Optional.empty(), true);
        }
        say(chat, visit, card);
    }

    /** The statement that a case which is opened now follows the one that is visited. */
    Optional<Known> follows(long chat, CaseId id, Recipient recipient) {
        return live(chat)
                .flatMap(visit -> Optional.ofNullable(visit.keys))
                .filter(keys -> mail(keys).filter(Visits::renewable).isPresent())
                .map(keys -> new Known(keys.mailbox().name(), keys.follows(id, recipient)));
    }

    /** A message of the bot's that is new in this chat. */
    void cardIs(long chat, long message) {
        live(chat).ifPresent(visit -> visit.card = Optional.of(message));
    }

    /** Whether the card of a visit is what stands in this chat. */
    boolean isOnScreen(long chat) {
        return live(chat).filter(visit -> visit.onScreen).isPresent();
    }

    /** The conversation has taken the place of a visit's card; the visit itself goes on. */
    void conversationShows(long chat) {
        live(chat).ifPresent(visit -> {
            visit.onScreen = false;
            takeAway(chat, visit);
        });
    }

    /** "Stop", or somebody came in: one neutral line stays. */
    Parcel hidden(long chat, Optional<Long> written) {
        Visit visit = live(chat).orElseThrow();
        visits.remove(chat, visit);
        takeAway(chat, visit);
        List<Call> calls = new ArrayList<>(List.of(new Call.Show(visit.card, over(visit))));
        written.ifPresent(message -> calls.add(new Call.Delete(List.of(message))));
        return new Parcel(Optional.empty(), chat, calls);
    }

    private Card over(Visit visit) {
        Texts texts = visit.texts == null ? languages.getFirst() : visit.texts;
        return cards(visit, texts).over();
    }

    /** Ends the visits whose time is over; what they showed goes. */
    void end(Consumer<Parcel> said) {
        Instant now = clock.instant();
        visits.forEach((chat, visit) -> {
            if (!now.isBefore(visit.until) && visits.remove(chat, visit)) {
                takeAway(chat, visit);
                if (visit.onScreen && visit.card.isPresent()) {
                    said.accept(new Parcel(Optional.empty(), chat, List.of(new Call.Show(visit.card, over(visit)))));
                }
            }
        });
    }

    private void say(long chat, Visit visit, Card card) {
        say(chat, visit, card, List.of());
    }

    private void say(long chat, Visit visit, Card card, List<Call> after) {
        if (live(chat).filter(visit::equals).filter(now -> now.onScreen).isPresent()) {
            List<Call> calls = new ArrayList<>(List.of(new Call.Show(visit.card, card)));
            calls.addAll(after);
            say.accept(new Parcel(Optional.empty(), chat, calls));
        }
    }

    private Optional<Mail> mail(VisitKeys keys) {
        return mailboxes.mail(keys.mailbox().name(), today());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Optional<Visit> live(long chat) {
        Visit visit = visits.get(chat);
        return Optional.ofNullable(visit).filter(one -> clock.instant().isBefore(one.until));
    }

    /** In a flood the oldest goes. */
    private void makeRoom() {
        while (visits.size() >= MOST_VISITS) {
            visits.entrySet().stream()
                    .min((a, b) -> a.getValue().until.compareTo(b.getValue().until))
                    .ifPresent(oldest -> {
                        visits.remove(oldest.getKey(), oldest.getValue());
                        takeAway(oldest.getKey(), oldest.getValue());
                    });
        }
    }
}

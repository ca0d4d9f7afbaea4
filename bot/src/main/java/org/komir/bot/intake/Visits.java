package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Turn.WayBack.Known;
import org.komir.bot.intake.Visit.Next;
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

    private static final Pattern LETTER = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");

    private final Conversation conversation;
    private final List<Texts> languages;
    private final Drafts drafts;
    private final Mailboxes mailboxes;
    private final LinkKeys linkKeys;
    private final Numbers numbers;
    private final Clock clock;
    private final SecureRandom random;
    private final LiveVisits visits;
    private final VisitScreen screen;
    private final VisitNumbers found;
    private final VisitFiles letterFiles;

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
            Consumer<VisitNumbers.Moved> moved,
            Clock clock,
            SecureRandom random) {
        this.conversation = conversation;
        this.languages = languages;
        this.drafts = drafts;
        this.mailboxes = mailboxes;
        this.linkKeys = linkKeys;
        this.numbers = numbers;
        this.clock = clock;
        this.random = random;
        this.visits = new LiveVisits(clock);
        this.screen = new VisitScreen(conversation, languages, mailboxes, directory, clock);
        this.found = new VisitNumbers(visits, screen, new Renewal(mailboxes, sealer, files, random), moved, random);
        this.letterFiles = new VisitFiles(visits, screen, files);
    }

    /** How a chat stands that a visit begins or ends in. */
    record Standing(Optional<Texts> language, Optional<Long> card) {}

    /** Where to say what is ready later. */
    void says(Consumer<Parcel> later) {
        visits.says(later);
    }

    /** A number was typed: it goes from the screen before anything else is done. */
    Parcel typed(Incoming incoming, TypedNumber number, Standing standing) {
        byte[] id = new byte[8];
        random.nextBytes(id);
        Visit visit = new Visit(HexFormat.of().formatHex(id), clock.instant().plus(LONGEST), number);
        visit.texts = standing.language().orElse(null);
        Optional<Long> place =
                standing.card().or(() -> visits.of(incoming.chat()).flatMap(before -> before.card));
        visit.card = place;
        visits.begins(incoming.chat(), visit);
        Card card = visit.texts == null ? screen.languages(visit) : screen.first(visit, visit.texts);
        List<Call> calls = new ArrayList<>();
        incoming.written().ifPresent(message -> calls.add(new Call.Delete(List.of(message), byHand(standing))));
        calls.add(new Call.Show(place, card));
        return new Parcel(Optional.empty(), incoming.chat(), calls);
    }

    private static Optional<Card> byHand(Standing standing) {
        return standing.language().map(words -> new Card(words.get("delete_by_hand"), words.rightToLeft(), List.of()));
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
        Optional<Visit> found = visits.of(chat).filter(visit -> visit.id.equals(token.visit()));
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
                return show(visit, screen.first(visit, chosen));
            }
            Texts texts = visit.texts;
            if (texts == null) {
                return show(visit, screen.languages(visit));
            }
            VisitCards cards = screen.cards(visit, texts);
            return switch (token.verb()) {
                case VisitToken.OPEN -> opens(chat, visit, cards);
                case VisitToken.HAVE -> replaces(visit, cards, Next.REPLACE);
                case VisitToken.HAVE_AND_TELL ->
                    replaces(visit, cards, screen.channel().news() ? Next.REPLACE_AND_TELL : Next.REPLACE);
                case VisitToken.RENEW -> next(visit, cards.looking(false), Next.RENEW);
                case VisitToken.LETTER -> letter(visit, cards, token.argument());
                case VisitToken.FILE -> asks(visit, cards, token.argument());
                case VisitToken.WITHDRAW ->
                    visit.keys == null ? show(visit, screen.first(visit, texts)) : show(visit, cards.withdrawAsked());
                case VisitToken.WITHDRAW_YES -> withdraws(visit, cards);
                case VisitToken.TELL ->
                    inConversation || visit.keys == null || !FOLLOWING.contains(token.argument())
                            ? new Tapped.Over()
                            : leaves(chat, visit, conversation.first(token.argument(), texts.language()));
                case VisitToken.CLOSE -> {
                    visits.ends(chat, visit);
                    yield inConversation ? new Tapped.Over() : show(visit, cards.over());
                }
                default -> show(visit, screen.status(visit, cards, Optional.empty(), !inConversation));
            };
        }
    }

    private Tapped opens(long chat, Visit visit, VisitCards cards) {
        if (visit.typed == null) {
            return show(visit, screen.status(visit, cards, Optional.empty(), false));
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
                ? show(visit, screen.status(visit, cards, Optional.empty(), false))
                : next(visit, cards.looking(false), next);
    }

    private static Tapped show(Visit visit, Card card) {
        return new Tapped.Said(List.of(new Call.Show(visit.card, card)));
    }

    /** A card of the conversation: the visit is no more what stands there. */
    private Tapped leaves(long chat, Visit visit, Card card) {
        visits.leavesScreen(chat, visit);
        return show(visit, card);
    }

    private static Tapped next(Visit visit, Card card, Next next) {
        visit.next = next;
        return new Tapped.Said(List.of(new Call.Show(visit.card, card), new Call.Visit(visit.id)));
    }

    private Tapped letter(Visit visit, VisitCards cards, String argument) {
        Matcher which = LETTER.matcher(argument);
        return which.matches()
                ? show(
                        visit,
                        screen.letter(
                                visit,
                                cards,
                                Integer.parseInt(which.group(1)),
                                Integer.parseInt(which.group(2)),
                                Optional.empty()))
                : show(visit, screen.status(visit, cards, Optional.empty(), false));
    }

    private Tapped asks(Visit visit, VisitCards cards, String argument) {
        Matcher which = LETTER.matcher(argument);
        if (which.matches()
                && letterFiles.asks(visit, Integer.parseInt(which.group(1)), Integer.parseInt(which.group(2)))) {
            return next(visit, cards.looking(false), Next.FILE);
        }
        return show(visit, screen.status(visit, cards, Optional.empty(), false));
    }

    /** The file that was asked for and checked; empty when the visit is over or hidden. */
    Optional<LetterFile.Opened> letterFile(long chat, Call.LetterFile call) {
        return letterFiles.opened(chat, call);
    }

    /** @return false where the visit is over or hidden, and the message must go */
    boolean letterFileSent(long chat, Call.LetterFile call, long message) {
        return letterFiles.sent(chat, call, message);
    }

    void letterFileNotSent(long chat, Call.LetterFile call, LetterFile.NotSent why) {
        letterFiles.notSent(chat, call, why);
    }

    private Tapped withdraws(Visit visit, VisitCards cards) {
        VisitKeys keys = visit.keys;
        if (keys == null) {
            return show(visit, screen.status(visit, cards, Optional.empty(), false));
        }
        String name = keys.mailbox().name();
        boolean signed = screen.mail(keys)
                .filter(mail ->
                        mail.author().verifies(SigningDomain.WITHDRAWAL, name.getBytes(US_ASCII), keys.withdraws()))
                .isPresent();
        if (signed) {
            mailboxes.withdraw(name, screen.today());
        }
        return show(visit, cards.withdrawn());
    }

    /** What a visit's last card promised, in the pool: never in the thread of a turn. */
    void goOn(long chat, Call.Visit call) {
        Optional<Visit> found = visits.of(chat).filter(visit -> visit.id.equals(call.id()));
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
            visits.say(chat, visit, screen.cards(visit, texts).busy());
        }
    }

    private void answer(long chat, Visit visit, Next next) {
        switch (next) {
            case NOTHING -> {}
            case OPEN -> found.open(chat, visit);
            case RENEW -> found.renew(chat, visit);
            case FILE -> letterFiles.check(chat, visit);
            case REPLACE -> found.replace(chat, visit, false);
            case REPLACE_AND_TELL -> found.replace(chat, visit, true);
        }
    }

    /** The statement that a case which is opened now follows the one that is visited. */
    Optional<Known> follows(long chat, CaseId id, Recipient recipient) {
        return visits.of(chat)
                .flatMap(visit -> Optional.ofNullable(visit.keys))
                .filter(keys -> screen.renewable(keys).isPresent())
                .map(keys -> new Known(keys.mailbox().name(), keys.follows(id, recipient)));
    }

    /** A message of the bot's that is new in this chat. */
    void cardIs(long chat, long message) {
        visits.of(chat).ifPresent(visit -> visit.card = Optional.of(message));
    }

    /** Whether the card of a visit is what stands in this chat. */
    boolean isOnScreen(long chat) {
        return visits.of(chat).filter(visit -> visit.onScreen).isPresent();
    }

    /** The conversation has taken the place of a visit's card; the visit itself goes on. */
    void conversationShows(long chat) {
        visits.of(chat).ifPresent(visit -> visits.leavesScreen(chat, visit));
    }

    /** "Stop", or somebody came in: one neutral line stays. */
    Parcel hidden(long chat, Optional<Long> written) {
        Visit visit = visits.of(chat).orElseThrow();
        visits.ends(chat, visit);
        List<Call> calls = new ArrayList<>(List.of(new Call.Show(visit.card, screen.over(visit))));
        written.ifPresent(message -> calls.add(new Call.Delete(List.of(message))));
        return new Parcel(Optional.empty(), chat, calls);
    }

    /** Ends the visits whose time is over; what they showed goes. */
    void end(Consumer<Parcel> said) {
        visits.endOver((chat, visit) -> {
            if (visit.onScreen && visit.card.isPresent()) {
                said.accept(new Parcel(Optional.empty(), chat, List.of(new Call.Show(visit.card, screen.over(visit)))));
            }
        });
    }
}

package org.komir.bot.intake;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Channel;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.intake.Mailboxes.Mail;

/** Which card a visit shows as it stands, with its mailbox read anew each time. */
final class VisitScreen {
    private final Conversation conversation;
    private final List<Texts> languages;
    private final Mailboxes mailboxes;
    private final Supplier<Directory> directory;
    private final Clock clock;

    VisitScreen(
            Conversation conversation,
            List<Texts> languages,
            Mailboxes mailboxes,
            Supplier<Directory> directory,
            Clock clock) {
        this.conversation = conversation;
        this.languages = languages;
        this.mailboxes = mailboxes;
        this.directory = directory;
        this.clock = clock;
    }

    Channel channel() {
        return conversation.channel();
    }

    VisitCards cards(Visit visit, Texts texts) {
        return new VisitCards(texts, visit.id, channel().form());
    }

    Card languages(Visit visit) {
        return VisitCards.languages(languages, visit.id);
    }

    /** Before anything was opened. */
    Card first(Visit visit, Texts texts) {
        VisitCards cards = cards(visit, texts);
        return visit.wrongGroup > 0
                ? cards.mistyped(visit.wrongGroup, visit.besideWords)
                : cards.found(visit.besideWords);
    }

    Card status(Visit visit, VisitCards cards, Optional<String> notice, boolean tells) {
        VisitKeys keys = visit.keys;
        Texts texts = visit.texts;
        if (keys == null || texts == null) {
            return texts == null ? languages(visit) : first(visit, texts);
        }
        return mail(keys)
                .map(mail -> cards.status(mail, letters(mail, keys), notice, !visit.burnt, tells))
                .orElseGet(cards::nothingThere);
    }

    /** @param part of a letter that does not fit into one message, from 0 */
    Card letter(Visit visit, VisitCards cards, int number, int part, Optional<String> notice) {
        return read(visit, number)
                .map(letter -> cards.letter(letter, number, part, notice))
                .orElseGet(() -> status(visit, cards, Optional.empty(), false));
    }

    /** @param number among the letters, from 0 */
    Optional<FamilyLetters.Read> read(Visit visit, int number) {
        return Optional.ofNullable(visit.keys)
                .flatMap(keys -> mail(keys).map(mail -> letters(mail, keys)))
                .filter(letters -> number < letters.size())
                .map(letters -> letters.get(number));
    }

    private List<FamilyLetters.Read> letters(Mail mail, VisitKeys keys) {
        return FamilyLetters.read(mail.letters(), keys, directory.get());
    }

    Card over(Visit visit) {
        Texts texts = visit.texts == null ? languages.getFirst() : visit.texts;
        return cards(visit, texts).over();
    }

    Optional<Mail> mail(VisitKeys keys) {
        return mailboxes.mail(keys.mailbox().name(), today());
    }

    /** One whose number may still be replaced. */
    Optional<Mail> renewable(VisitKeys keys) {
        return mail(keys).filter(VisitScreen::isRenewable);
    }

    static boolean isRenewable(Mail mail) {
        return mail.withdrawn().isEmpty() && mail.first().isPresent();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}

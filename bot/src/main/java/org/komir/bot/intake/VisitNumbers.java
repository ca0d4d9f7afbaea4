package org.komir.bot.intake;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Texts;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.crypto.Receipt;

/** The number of a visit: what is under the typed one, and which one takes its place. Takes the time of Argon2id: only in the pool of {@link Numbers}. */
final class VisitNumbers {
    /** A case has another mailbox: what is being told in this chat follows it there. */
    record Moved(long chat, String before, VisitKeys by) {}

    private final LiveVisits visits;
    private final VisitScreen screen;
    private final Renewal renewal;
    private final Consumer<Moved> moved;
    private final SecureRandom random;

    VisitNumbers(LiveVisits visits, VisitScreen screen, Renewal renewal, Consumer<Moved> moved, SecureRandom random) {
        this.visits = visits;
        this.screen = screen;
        this.renewal = renewal;
        this.moved = moved;
        this.random = random;
    }

    /** Whether there is such a mailbox or not: two numbers are worked at before it is answered. */
    void open(long chat, Visit visit) {
        Receipt typed = visit.typed;
        Texts texts = visit.texts;
        if (typed == null || texts == null) {
            return;
        }
        VisitKeys keys = new VisitKeys(typed);
        Receipt fresh = Receipt.random(random);
        VisitKeys freshKeys = new VisitKeys(fresh);
        Optional<Mail> found = screen.mail(keys);
        Optional<Mail> renewable = found.filter(VisitScreen::isRenewable);
        Card card;
        synchronized (visit) {
            VisitCards cards = screen.cards(visit, texts);
            if (found.isPresent()) {
                visit.typed = null;
                visit.keys = keys;
            }
            card = renewable
                    .map(mail -> shown(visit, cards, mail, fresh, freshKeys))
                    .orElseGet(() -> found.isPresent()
                            ? screen.status(visit, cards, Optional.empty(), false)
                            : cards.nothingThere());
        }
        visits.say(chat, visit, card);
    }

    void renew(long chat, Visit visit) {
        VisitKeys keys = visit.keys;
        Texts texts = visit.texts;
        if (keys == null || texts == null) {
            return;
        }
        Receipt fresh = Receipt.random(random);
        VisitKeys freshKeys = new VisitKeys(fresh);
        Optional<Mail> renewable = screen.renewable(keys);
        Card card;
        synchronized (visit) {
            VisitCards cards = screen.cards(visit, texts);
            card = renewable
                    .map(mail -> shown(visit, cards, mail, fresh, freshKeys))
                    .orElseGet(() -> screen.status(visit, cards, Optional.empty(), false));
        }
        visits.say(chat, visit, card);
    }

    private Card shown(Visit visit, VisitCards cards, Mail mail, Receipt fresh, VisitKeys freshKeys) {
        visit.renewed = freshKeys;
        return cards.renewed(
                mail, "visit.renew", fresh.reveal(), screen.channel().news());
    }

    /** The family has the new number: the typed one, which stood in the chat, is good no longer. */
    void replace(long chat, Visit visit, boolean tell) {
        VisitKeys before = visit.keys;
        VisitKeys by = visit.renewed;
        Texts texts = visit.texts;
        if (before == null || by == null || texts == null) {
            return;
        }
        boolean replaced = screen.renewable(before)
                .filter(found -> renewal.replace(chat, found, before, by, tell))
                .isPresent();
        Optional<Mail> now = replaced ? Optional.empty() : screen.renewable(before);
        Receipt fresh = Receipt.random(random);
        Optional<VisitKeys> freshKeys = now.map(found -> new VisitKeys(fresh));
        Card card;
        synchronized (visit) {
            VisitCards cards = screen.cards(visit, texts);
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
                            screen.channel().news())
                    : screen.status(visit, cards, replaced ? Optional.of("visit.renewed") : Optional.empty(), true);
        }
        visits.say(chat, visit, card);
    }
}

package org.komir.bot.testing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.practice.LocalBotApi.Event;
import org.komir.bot.practice.LocalBotApi.Key;
import org.komir.bot.practice.LocalBotApi.StoredFile;

/**
 * A chat as whoever holds the phone goes through it: reads what came, and presses what is before them. What a button says to the bot is a
 * regular expression, of its end at least.
 *
 * @param patience for one answer of the bot
 */
public record Phone(LocalBotApi telegram, long chat, Duration patience) {

    public void write(String text) {
        telegram.send(chat, text, "en");
    }

    /** @return the number of the message */
    public long send(StoredFile file) {
        return telegram.send(chat, file, "", false);
    }

    public void sees(String words) {
        Eventually.until(
                "chat " + chat + ": “" + words + "”",
                patience,
                () -> telegram.state(chat).stream()
                        .anyMatch(event -> String.valueOf(event.text()).contains(words)));
    }

    public void press(String data) {
        tap(cardWith(data, ""), data);
    }

    /** Chooses English and consents to everything, up to the first question of the first questionnaire. */
    public void consents() {
        write("/start");
        press("~l~en");
        for (int screen = 0; screen <= Shipped.questionnaire().screens().size(); screen++) {
            press("~i~en~0[.]" + screen + "[.]");
        }
        press("~c~en~0[.]0[.]");
    }

    /** Says no more until it can be handed in. */
    public void skipToTheEnd() {
        Event asked = cardWith("~[gvs]$", "");
        while (keys(asked, "~g$").isEmpty()) {
            tap(asked, keys(asked, "~v$").isEmpty() ? "~s$" : "~v$");
            asked = cardWith("~[gvs]$", String.valueOf(asked.text()));
        }
    }

    /** And wants no number to come back with. */
    public void handIn() {
        skipToTheEnd();
        press("~g$");
        sees("would you like a number");
        press("~B$");
        sees("Thank you");
    }

    /**
     * The last card with buttons, once it has this one: between two cards an older one may be the last that has buttons.
     *
     * @param but not the card with this text
     */
    private Event cardWith(String data, String but) {
        AtomicReference<@Nullable Event> found = new AtomicReference<>();
        try {
            Eventually.until("chat " + chat + ": a button " + data, patience, () -> {
                telegram.state(chat).reversed().stream()
                        .filter(event -> !event.keyboard().isEmpty())
                        .findFirst()
                        .filter(card -> !keys(card, data).isEmpty() && !but.equals(card.text()))
                        .ifPresent(found::set);
                return found.get() != null;
            });
        } catch (AssertionError never) {
            throw new AssertionError(never.getMessage() + " in " + telegram.state(chat), never);
        }
        return Objects.requireNonNull(found.get());
    }

    private static List<Key> keys(Event card, String data) {
        return card.keyboard().stream()
                .flatMap(List::stream)
                .filter(key -> key.data().matches(".*" + data))
                .toList();
    }

    private void tap(Event card, String data) {
        try {
            telegram.tap(chat, card.message(), keys(card, data).getFirst().data(), patience);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}

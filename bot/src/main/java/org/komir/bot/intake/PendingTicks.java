package org.komir.bot.intake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.Session;
import org.komir.bot.conversation.Ticks;

/**
 * The latest ticks of each chat, in memory only, until they are answered with "done". Two quick taps on one card both carry the
 * ticks that it had when it was shown; without this the first would be lost, and "done" would seal less than was ticked. After a
 * restart the card itself tells.
 */
final class PendingTicks {
    private static final int MOST_CHATS = 10_000;

    private final Map<Long, Ticks> latest = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Ticks> eldest) {
            return size() > MOST_CHATS;
        }
    });

    Input latest(long chat, Input input) {
        if (!(input instanceof Input.Tap tap)) {
            return input;
        }
        @Nullable Ticks remembered = latest.get(chat);
        boolean sameCard = remembered != null
                && Ticks.in(tap.token())
                        .filter(t -> t.turn() == remembered.turn())
                        .isPresent();
        return sameCard && remembered != null ? new Input.Tap(remembered.into(tap.token())) : input;
    }

    /** Keeps the ticks of a card that stays, and forgets those of one that was answered. */
    void note(long chat, Conversation conversation, Optional<Session> before, Optional<Session> after, Input input) {
        boolean stays = before.isPresent() && before.equals(after);
        if (stays && input instanceof Input.Tap tap) {
            conversation.ticksAfter(before.get(), tap.token()).ifPresent(ticks -> latest.put(chat, ticks));
        } else if (!stays) {
            latest.remove(chat);
        }
    }
}

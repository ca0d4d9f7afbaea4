package org.komir.bot.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this bot has on a chat's screen.
 *
 * @param card the number of the message that carries the live card
 * @param played numbers of recordings that were played, rising
 */
record OnScreen(Optional<Long> card, List<Long> played) {
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

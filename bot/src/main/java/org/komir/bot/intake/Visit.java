package org.komir.bot.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.conversation.Texts;
import org.komir.crypto.Receipt;

/** One family's visit, how it stands; in memory only. What changes is guarded by the visit itself. */
final class Visit {
    /** What the next call of {@link Visits#goOn} does. */
    enum Next {
        NOTHING,
        OPEN,
        RENEW,
        FILE,
        REPLACE,
        REPLACE_AND_TELL
    }

    /**
     * A file that the family asked for.
     *
     * @param letter its place among the letters, from 0
     * @param number among the files of the letter, from 1
     */
    record Asked(int letter, int number, LetterFile file) {}

    final String id;
    final Instant until;
    final boolean besideWords;
    final int wrongGroup;

    @Nullable
    Receipt typed;

    @Nullable
    Texts texts;

    @Nullable
    VisitKeys keys;

    @Nullable
    VisitKeys renewed;

    Next next = Next.NOTHING;
    Duration delay = Duration.ZERO;
    boolean burnt;
    boolean onScreen = true;
    Optional<Long> card = Optional.empty();
    Optional<Asked> asked = Optional.empty();

    /** Files of letters that stand in the chat. */
    final List<Long> sent = new ArrayList<>();

    Visit(String id, Instant until, TypedNumber number) {
        this.id = id;
        this.until = until;
        this.besideWords = number.besideWords();
        this.wrongGroup = number.wrongGroup();
        this.typed = number.receipt().orElse(null);
    }
}

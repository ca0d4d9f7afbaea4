package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.of;

import io.lettuce.core.ScriptOutputType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Triage.Known;
import org.komir.bot.review.Triage.Urgency;
import org.komir.bot.store.Script.Arguments;

/** How soon cases are to be read, and by whom, in {@link RedisStore}, whose class comment has the keys; each is one script. */
final class RedisTriage {
    private final RedisStore store;

    RedisTriage(RedisStore store) {
        this.store = store;
    }

    /** @param urgency its name, or empty; @param unopened a day, or empty */
    static Known known(String urgency, String unopened) {
        return new Known(
                Optional.of(urgency).filter(name -> !name.isEmpty()).map(Urgency::valueOf),
                Optional.of(unopened).filter(day -> !day.isEmpty()).map(LocalDate::parse));
    }

    boolean say(CaseId id, String volunteer, Urgency urgency, Instant now) {
        Long done = store.run(
                Script.SAY_URGENCY,
                ScriptOutputType.INTEGER,
                List.of(of("case", id)),
                Arguments.of(volunteer, now.toEpochMilli(), urgency.name()));
        return done == 1;
    }

    boolean hand(CaseId id, String volunteer, String to, Instant now, Instant until) {
        Long done = store.run(
                Script.HAND,
                ScriptOutputType.INTEGER,
                List.of(of("case", id)),
                Arguments.of(volunteer, now.toEpochMilli(), to, until.toEpochMilli()));
        return done == 1;
    }

    void countDays(LocalDate today) {
        store.run(
                Script.COUNT_DAYS,
                ScriptOutputType.INTEGER,
                List.of("cases:released", "cases:closed"),
                Arguments.of(today));
    }
}

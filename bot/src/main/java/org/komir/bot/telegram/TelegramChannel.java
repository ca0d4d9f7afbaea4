package org.komir.bot.telegram;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.komir.bot.intake.News;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole channel: started and stopped as one, with a watchdog that tells when Telegram was not heard for too long. */
public final class TelegramChannel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TelegramChannel.class);

    /** A long poll answers within 50 seconds; three of them without an answer are an outage. */
    static final Duration SILENCE = Duration.ofMinutes(3);

    private static final int NOON = 12;

    private final BotApi api;
    private final Turns turns;
    private final Courier courier;
    private final UpdateLoop loop;
    private final Optional<Notices> notices;
    private final Clock clock;
    private final ScheduledExecutorService watchdog = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().name("telegram-watchdog").daemon().factory());

    /** A channel that tells nobody of news. */
    public TelegramChannel(
            BotApi api,
            Turns turns,
            UnaryOperator<String> languageFor,
            Path recordings,
            Clock clock,
            RandomGenerator jitter) {
        this(api, turns, languageFor, recordings, Optional.empty(), clock, jitter);
    }

    /**
     * @param languageFor from Telegram's language code to the tag of a language that we have, or to the empty text
     * @param news what there is to be told to families that asked for it
     */
    public TelegramChannel(
            BotApi api,
            Turns turns,
            UnaryOperator<String> languageFor,
            Path recordings,
            Optional<News> news,
            Clock clock,
            RandomGenerator jitter) {
        this.api = api;
        this.turns = turns;
        this.clock = clock;
        this.courier = new Courier(api, turns, recordings);
        turns.says(courier::deliver);
        this.notices = news.map(told -> new Notices(told, courier::tell));
        this.loop = new UpdateLoop(api, new Updates(languageFor), turns, courier, clock, jitter);
    }

    public void start() {
        courier.start();
        loop.start();
        watchdog.scheduleAtFixedRate(this::watch, 1, 1, TimeUnit.MINUTES);
        watchdog.scheduleAtFixedRate(this::hideIdle, 1, 60, TimeUnit.MINUTES);
        watchdog.scheduleWithFixedDelay(this::minutePasses, 1, 1, TimeUnit.MINUTES);
        notices.ifPresent(Notices::start);
    }

    private void minutePasses() {
        try {
            turns.minutePasses(courier::deliver);
        } catch (StoreUnavailable later) {
            LOG.warn("what was sent without choosing a number is handed in later: {}", later.getMessage());
        } catch (RuntimeException unexpected) { // a scheduled task that throws is never run again
            LOG.error(
                    "what is due each minute failed with {}",
                    unexpected.getClass().getName());
        }
    }

    /** When Telegram was last heard. */
    public Instant lastSuccessfulPoll() {
        return loop.lastSuccessfulPoll();
    }

    boolean silentTooLong() {
        return Duration.between(lastSuccessfulPoll(), clock.instant()).compareTo(SILENCE) > 0;
    }

    void watch() {
        if (silentTooLong()) {
            LOG.error("no updates were fetched from Telegram for more than {} minutes", SILENCE.toMinutes());
        }
    }

    /**
     * Telegram deletes nothing that is older than 48 hours, and a day is all that is known of a last turn: from noon (UTC) on the day after it,
     * 12 to 36 hours have passed, and the card goes.
     */
    void hideIdle() {
        LocalDateTime now = LocalDateTime.now(clock.withZone(ZoneOffset.UTC));
        boolean afternoon = now.getHour() >= NOON;
        try {
            turns.hideIdle(now.toLocalDate().minusDays(afternoon ? 0 : 1), courier::deliver);
        } catch (StoreUnavailable later) {
            LOG.warn("cards that stand too long are taken away later: {}", later.getMessage());
        } catch (RuntimeException unexpected) { // a scheduled task that throws is never run again
            LOG.error("taking cards away failed with {}", unexpected.getClass().getName());
        }
    }

    @Override
    public void close() throws InterruptedException {
        watchdog.shutdownNow();
        notices.ifPresent(Notices::close);
        loop.stop();
        courier.stop();
        api.close();
    }
}

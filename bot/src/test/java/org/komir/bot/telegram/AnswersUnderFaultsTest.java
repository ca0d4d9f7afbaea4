package org.komir.bot.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Numbers;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.FakeTelegram.Chances;
import org.komir.bot.testing.Families;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.RedisServer;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.ToldCases;
import org.komir.crypto.Sealer;

/**
 * Families answer every question while Telegram repeats, refuses, breaks, cuts, and sends what cannot be read. What is opened afterwards is,
 * case for case and value for value, what they noted that they answered.
 */
@Execution(ExecutionMode.CONCURRENT)
class AnswersUnderFaultsTest {
    private static final int FAMILIES = Integer.getInteger("komir.families", 40);
    private static final long SEED = Long.getLong("komir.seed", 20_261_120L);
    private static final Chances FAULTS = new Chances(0.05, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01);

    @TempDir
    Path folder;

    @Nested
    class InOneFile {
        @Test
        void what_is_opened_is_what_was_answered() throws Exception {
            testify("sqlite:" + folder.resolve("komir.db"), () -> {});
        }
    }

    @Nested
    class InRedis {
        @RegisterExtension
        static final RedisServer REDIS = new RedisServer();

        @Test
        void what_is_opened_is_what_was_answered_though_redis_dies_in_the_middle() throws Exception {
            testify(REDIS.url(), () -> {
                REDIS.kill();
                REDIS.start();
            });
        }
    }

    private void testify(String setting, Runnable disaster) throws Exception {
        MadeUpOrganisation organisation = MadeUpOrganisation.madeUp(LocalDate.now(Clock.systemUTC()));
        try (Store store = Stores.open(setting);
                FakeTelegram telegram = new FakeTelegram(SEED)) {
            Families families = new Families(telegram.people(), SEED);
            telegram.fail(FAULTS);
            CountDownLatch ended = new CountDownLatch(1);
            try (TelegramChannel channel = channel(store, telegram, organisation)) {
                channel.start();
                Thread nature = Thread.ofVirtual().start(() -> strike(families, ended, disaster));
                families.testify(FAMILIES);
                ended.countDown();
                nature.join();
            }
            assertThat(telegram.hasty())
                    .as("calls before the time that Telegram named")
                    .isZero();
            store.release();
            assertThat(ToldCases.of(store, organisation))
                    .containsExactlyInAnyOrderElementsOf(families.answered().values());
        }
    }

    private TelegramChannel channel(Store store, FakeTelegram telegram, MadeUpOrganisation organisation)
            throws Exception {
        SecureRandom random = new SecureRandom();
        LinkKeys linkKeys = LinkKeys.open(folder.resolve("link-keys"), Clock.systemUTC(), random);
        Intake intake = new Intake(
                Shipped.chat(),
                Shipped.questionnaires().texts(),
                store,
                new Intake.ComingBack(store, store, new Numbers(), Clock.systemUTC()),
                linkKeys,
                () -> Optional.of(organisation.directory()),
                organisation::directory,
                new Sealer(),
                SealedFiles.at(folder.resolve("files"), 0, Clock.systemUTC()),
                20 * 1024 * 1024,
                random);
        BotApi api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
        return new TelegramChannel(api, intake, code -> "kk-Cyrl", folder, Clock.systemUTC(), new Random(SEED));
    }

    /** Once, when about a third of all answers is given. */
    private static void strike(Families families, CountDownLatch ended, Runnable disaster) {
        try {
            while (!ended.await(20, TimeUnit.MILLISECONDS)) {
                int answers = families.answered().values().stream()
                        .mapToInt(List::size)
                        .sum();
                if (answers > FAMILIES * 5) {
                    disaster.run();
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

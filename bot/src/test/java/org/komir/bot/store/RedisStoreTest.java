package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.going;
import static org.komir.bot.store.Samples.letter;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.submission;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.komir.bot.intake.Drafts.Committed;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.bot.intake.StoreUnavailable.Trouble;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.RedisServer;
import org.komir.crypto.Compartment;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;

class RedisStoreTest extends NeedsContract {
    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    @Override
    Store openEmpty() {
        REDIS.say("FLUSHALL");
        return Stores.open(REDIS.url());
    }

    @Override
    Store crashAndReopen() {
        REDIS.kill();
        REDIS.start();
        store.close();
        return Stores.open(REDIS.url());
    }

    /** Redis's memory is its disk: what it cannot hold it cannot keep. */
    @Override
    void fillDisk() {
        REDIS.say("CONFIG SET maxmemory 1mb");
    }

    @Override
    void freeDisk() {
        REDIS.say("CONFIG SET maxmemory 0");
    }

    @Test
    void a_stopped_redis_is_known_quickly_and_found_again_without_reopening() {
        StoredDraft before = begin();
        REDIS.kill();
        try {
            assertUnreachableWithinThreeSeconds(before);
        } finally {
            REDIS.start();
        }
        Eventually.until("the store is back", SOON, () -> isBack(before));
    }

    @Test
    void a_redis_that_hangs_is_known_quickly_and_found_again_without_reopening() {
        StoredDraft before = begin();
        REDIS.pause();
        try {
            assertUnreachableWithinThreeSeconds(before);
        } finally {
            REDIS.resume();
        }
        Eventually.until("the store is back", SOON, () -> isBack(before));
    }

    private void assertUnreachableWithinThreeSeconds(StoredDraft before) {
        long start = System.nanoTime();
        assertThatThrownBy(() ->
                        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two", record(2)))))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.UNREACHABLE))
                .hasNoCause();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    /** The turn may have been made when the connection was lost; then it is seen, and in either case it is there once. */
    private boolean isBack(StoredDraft before) {
        try {
            Committed again =
                    store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two", record(2))));
            assertThat(again).isIn(Committed.DONE, Committed.SEEN);
            assertThat(store.abandoned(MONDAY.plusDays(1)).getFirst().records()).containsExactly(record(1), record(2));
            return true;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Test
    void scripts_that_redis_has_forgotten_are_sent_again() {
        StoredDraft before = begin();
        REDIS.say("SCRIPT FLUSH");

        assertThat(store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two"))))
                .isEqualTo(Committed.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "appendonly, no, yes",
        "appendfsync, everysec, always",
        "maxmemory-policy, allkeys-lru, noeviction",
        "aof-timestamp-enabled, yes, no",
        "no-appendfsync-on-rewrite, yes, no",
        "save, 60 1, ''"
    })
    void an_unsafe_setting_is_refused_by_name_and_value(String setting, String unsafe, String safe) {
        REDIS.say("CONFIG SET %s \"%s\"".formatted(setting, unsafe));
        try {
            assertThatThrownBy(() -> Stores.open(REDIS.url()))
                    .isInstanceOf(UnsafeStore.class)
                    .hasMessageContaining(setting)
                    .hasMessageContaining("\"" + unsafe + "\"")
                    .hasMessageContaining("\"" + safe + "\"");
        } finally {
            REDIS.say("CONFIG SET %s \"%s\"".formatted(setting, safe));
        }
    }

    @Test
    void a_newer_schema_is_refused_by_name() {
        REDIS.say("SET komir:schema 7");
        assertThatThrownBy(() -> Stores.open(REDIS.url()))
                .isInstanceOf(UnsafeStore.class)
                .hasMessage("this Redis has schema 7; this program knows schema 5");
    }

    @Test
    void what_the_first_schema_wrote_is_brought_up_to_date() {
        for (String mailbox : List.of("open", "locked", "destroyed")) {
            store.handIn(submission(caseId(mailbox.length()), mailbox, MONDAY, true));
        }
        store.withdraw(mailbox("destroyed").name(), MONDAY);
        store.destroyWithdrawn(MONDAY.plusDays(1), MONDAY.plusDays(4));
        store.withdraw(mailbox("locked").name(), MONDAY.plusDays(1));
        for (String mailbox : List.of("locked", "destroyed")) {
            REDIS.say("HDEL mailbox:" + mailbox(mailbox).name() + " withdrawn");
        }
        REDIS.say("HSET letters:" + mailbox("open").name() + " " + letter(1).id() + " age-encryption.org/v1");
        REDIS.say("SET komir:schema 1");
        store.close();

        store = Stores.open(REDIS.url());
        store.close();
        store = Stores.open(REDIS.url());

        assertThat(store.mail(mailbox("open").name(), MONDAY)).hasValueSatisfying(mail -> {
            assertThat(mail.withdrawn()).isEmpty();
            assertThat(mail.letters())
                    .containsExactly(new Letter(
                            letter(1).id(),
                            Sealed.stored(Purpose.REPLY, "age-encryption.org/v1".getBytes(ISO_8859_1))));
        });
        assertThat(store.mail(mailbox("locked").name(), MONDAY).orElseThrow().withdrawn())
                .contains(MONDAY.plusDays(1));
        assertThat(store.mail(mailbox("destroyed").name(), MONDAY).orElseThrow().withdrawn())
                .contains(MONDAY);
    }

    @Test
    void a_key_of_the_wrong_type_stops_a_submission_and_a_withdrawal_before_their_first_write() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        REDIS.say("SET followups:" + CASE + " wrong");
        assertFails(() -> store.handIn(submission(caseId(2), "a", MONDAY, true)));
        assertThat(store.read(caseId(2))).isEmpty();
        assertThat(store.all()).containsExactly(CASE);
        assertFails(() -> store.withdraw(mailbox("a").name(), MONDAY));
        REDIS.say("DEL followups:" + CASE);
        REDIS.say("SET tells:" + CASE + " wrong");
        assertFails(() -> store.withdraw(mailbox("a").name(), MONDAY));
        assertThat(store.read(CASE)).isPresent();
        assertThat(store.mail(mailbox("a").name(), MONDAY).orElseThrow().withdrawn())
                .isEmpty();
    }

    @Test
    void a_key_of_the_wrong_type_stops_an_opening_before_its_first_write() {
        submit();
        store.release();
        store.claim(CASE, "aigul", NOON, LATER);
        REDIS.say("SET log wrong");
        assertFails(() -> store.open(first("aigul"), SIGNATURE, NOON));
        REDIS.say("DEL log");
        assertThat(store.lease(CASE, NOON)).contains(new Lease("aigul", LATER));
        assertThat(store.head()).isEqualTo(Head.NONE);
    }

    private static void assertFails(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreUnavailable.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.FAILED))
                .hasNoCause();
    }

    @Test
    void a_key_of_the_wrong_type_stops_a_turn_before_its_first_write() {
        StoredDraft before = begin();
        REDIS.say("SET outbox:" + MONDAY + " wrong");

        assertThatThrownBy(() ->
                        store.commit(turn(update(MONDAY, 2), Optional.of(before), CHAT, going(CASE, "two", record(2)))))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.FAILED))
                .hasNoCause();
        assertThat(store.find(List.of(CHAT))).contains(before);
        assertThat(store.seen(List.of(update(MONDAY, 2)))).isFalse();
    }

    @Test
    void nothing_in_redis_ends_by_itself() {
        submit();
        for (String key : List.of("seen:" + MONDAY, "case:" + CASE, "keys:" + CASE, "records:" + CASE)) {
            assertThat(REDIS.say("PTTL " + key)).startsWith(":-1");
        }
    }

    @Test
    void what_was_destroyed_is_in_no_file_after_a_scrub() {
        StoredDraft before = begin();
        store.commit(turn(
                update(MONDAY, 2),
                Optional.of(before),
                CHAT,
                going(CASE, "two", record(2, Compartment.CASE, "a canary, " + "c".repeat(6_000)))));
        assertThat(everyByte()).contains("a canary");

        store.destroy(CASE);
        store.forgetLinks(MONDAY.plusDays(1));
        store.scrub();

        Eventually.until(
                "the append-only file is written anew",
                SOON,
                () -> !everyByte().contains("a canary") && !everyByte().contains(CHAT.hex()));
    }

    private static String everyByte() {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(REDIS.folder())) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(path), ISO_8859_1));
            }
        } catch (IOException | UncheckedIOException e) {
            return everyByte(); // a file was replaced while they were read
        }
        return all.toString();
    }
}

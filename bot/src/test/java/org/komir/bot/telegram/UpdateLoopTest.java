package org.komir.bot.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.FakeTelegram.Fault;
import org.komir.bot.testing.HandClock;

@Execution(ExecutionMode.CONCURRENT)
class UpdateLoopTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final long AIGUL = 7_305_518_264L;
    private static final long BOLAT = 812_006_337L;

    private final RememberingTurns turns = new RememberingTurns();
    private final HandClock clock = new HandClock("2026-11-20T10:00:00Z");
    private final List<Running> started = new ArrayList<>();
    private FakeTelegram telegram;

    private record Running(BotApi api, Courier courier, UpdateLoop loop) {
        void stop() throws InterruptedException {
            loop.stop();
            courier.stop();
            api.close();
        }
    }

    @BeforeEach
    void telegramIsUp() throws IOException {
        telegram = new FakeTelegram(1);
        telegram.update();
    }

    @AfterEach
    void everythingEnds() throws InterruptedException {
        turns.outOfReach(false);
        for (Running running : started) {
            running.stop();
        }
        telegram.close();
    }

    @Test
    void updates_are_taken_and_confirmed() {
        start();
        telegram.update(text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"));
        soon("both are taken", () -> turns.taken().containsAll(List.of(10L, 11L)));
        soon("both are confirmed", () -> telegram.unconfirmed() == 0);
    }

    @Test
    void one_chat_is_served_in_its_order() {
        start();
        String[] many = new String[60];
        for (int i = 0; i < many.length; i++) {
            many[i] = text(100 + i, AIGUL, "№" + i);
        }
        telegram.update(many);
        soon("all are taken", () -> turns.taken().size() == many.length);
        assertThat(turns.taken()).isSorted();
    }

    @Test
    void a_runtime_exception_of_one_turn_is_tried_again_and_ends_nothing() {
        AtomicInteger failures = new AtomicInteger();
        turns.answers(incoming -> {
            if (incoming.update() == 10 && failures.incrementAndGet() < UpdateLoop.MOST_ATTEMPTS) {
                throw new IllegalStateException("a bug");
            }
            return Optional.empty();
        });
        start();
        telegram.update(text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"));
        soon("both are taken", () -> turns.taken().containsAll(List.of(10L, 11L)));
        assertThat(turns.quarantined()).isEmpty();
    }

    @Test
    void an_update_that_always_fails_with_an_error_is_put_aside_and_its_neighbours_are_served() {
        AtomicInteger tries = new AtomicInteger();
        turns.answers(incoming -> {
            if (incoming.update() == 11) {
                tries.incrementAndGet();
                throw new StackOverflowError();
            }
            return Optional.empty();
        });
        start();
        telegram.update(text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"), text(12, BOLAT, "ещё"));
        soon("the neighbours are taken", () -> turns.taken().containsAll(List.of(10L, 12L)));
        soon("it is put aside", () -> turns.quarantined().containsKey(11L));
        assertThat(tries).hasValue(UpdateLoop.MOST_ATTEMPTS);
        soon("the family is asked to repeat", () -> saidTo(BOLAT).contains("please repeat"));
        soon("the offset moves on", () -> telegram.unconfirmed() == 0);
    }

    @Test
    void what_is_put_aside_tells_what_was_said_and_not_who_said_it() {
        turns.answers(incoming -> {
            throw new IllegalStateException("a bug");
        });
        start();
        telegram.update("""
                {"update_id":21,"message":{"message_id":5,"date":1,"text":"менің сөзім",
                "from":{"id":%1$d,"is_bot":false,"first_name":"Қарлығаш","last_name":"Тентекқызы","username":"karlygash"},
                "chat":{"id":%1$d,"type":"private","first_name":"Қарлығаш","username":"karlygash"}}}""".formatted(AIGUL), """
                {"update_id":22,"callback_query":{"id":"31","chat_instance":"%1$d","data":"1~g",
                "from":{"id":%1$d,"is_bot":false,"first_name":"Қарлығаш"},
                "message":{"message_id":6,"date":1,"text":"?","chat":{"id":%1$d,"type":"private","first_name":"Қарлығаш"}}}}""".formatted(AIGUL));
        soon("both are put aside", () -> turns.quarantined().size() == 2);
        for (byte[] content : turns.quarantined().values()) {
            assertThat(new String(content, UTF_8))
                    .doesNotContain(Long.toString(AIGUL), "Қарлығаш", "Тентекқызы", "karlygash");
        }
        assertThat(new String(turns.quarantined().getOrDefault(21L, new byte[0]), UTF_8))
                .contains("менің сөзім");
    }

    @Test
    void an_update_that_cannot_be_read_does_not_hide_the_others() {
        start();
        telegram.update(
                text(10, AIGUL, "сәлем"),
                "{\"update_id\":11,\"message\":\"not what a message looks like\"}",
                "{\"no_number\":true}",
                text(12, BOLAT, "привет"));
        soon("the others are taken", () -> turns.taken().containsAll(List.of(10L, 12L)));
        soon("it is put aside", () -> turns.quarantined().containsKey(11L));
        soon("the offset moves on", () -> telegram.unconfirmed() == 0);
    }

    @Test
    void an_update_without_even_a_number_at_the_end_of_a_batch_does_not_stop_the_loop() {
        start();
        telegram.update(text(10, AIGUL, "сәлем"), "{\"no_number\":true}");
        soon("the one is taken", () -> turns.taken().contains(10L));
        telegram.update(text(11, AIGUL, "тағы"));
        soon("the next is taken", () -> turns.taken().contains(11L));
    }

    @Test
    void an_update_without_even_a_number_is_not_asked_for_again_at_once() {
        start();
        telegram.update("{\"no_number\":true}");
        soon("it is fetched", () -> telegram.calls("getupdates").size() > 1);
        aSecondPasses();
        assertThat(telegram.calls("getupdates")).hasSizeLessThan(6);
    }

    @Test
    void nothing_is_lost_or_confirmed_while_the_store_is_out_of_reach() {
        turns.outOfReach(true);
        start();
        telegram.update(text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"));
        soon("they are fetched", () -> !telegram.calls("getupdates").isEmpty());
        aSecondPasses();
        assertThat(telegram.unconfirmed()).isEqualTo(2);
        assertThat(turns.taken()).isEmpty();
        turns.outOfReach(false);
        soon("both are taken", () -> turns.taken().containsAll(List.of(10L, 11L)));
        assertThat(turns.quarantined()).isEmpty();
        assertThat(saidTo(AIGUL)).isEmpty();
        soon("both are confirmed", () -> telegram.unconfirmed() == 0);
    }

    @Test
    void a_family_that_waits_longer_than_ten_seconds_for_the_store_is_told_so_once() {
        turns.answers(incoming -> {
            clock.passes(UpdateLoop.TELL_TO_WAIT);
            turns.outOfReach(true);
            return Optional.empty();
        });
        start();
        telegram.update(text(10, AIGUL, "сәлем"));
        soon("told", () -> saidTo(AIGUL).contains("please wait"));
        turns.answers(incoming -> Optional.empty());
        turns.outOfReach(false);
        soon("taken", () -> turns.taken().contains(10L));
        assertThat(saidTo(AIGUL)).containsExactly("please wait");
    }

    @Test
    void a_store_that_is_away_before_anything_is_taken_is_told_of_too() {
        turns.outOfReach(true);
        start();
        telegram.update(text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"));
        soon("they are fetched", () -> telegram.calls("getupdates").size() == 1);
        aSecondPasses();
        assertThat(saidTo(AIGUL)).isEmpty();
        clock.passes(UpdateLoop.TELL_TO_WAIT);
        soon(
                "both are told",
                () -> saidTo(AIGUL).contains("please wait") && saidTo(BOLAT).contains("please wait"));
        turns.outOfReach(false);
        soon("both are taken", () -> turns.taken().containsAll(List.of(10L, 11L)));
    }

    @Test
    void an_update_that_cannot_even_be_put_aside_is_passed_over_in_the_end() {
        turns.cannotPutAside(true);
        turns.answers(incoming -> {
            if (incoming.update() == 10) {
                throw new IllegalStateException("a bug");
            }
            return Optional.empty();
        });
        start();
        telegram.update(text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"));
        Eventually.until("the neighbour is served", Duration.ofSeconds(60), () -> telegram.unconfirmed() == 0);
        assertThat(turns.taken()).containsExactly(11L);
        soon("the family is asked to repeat", () -> saidTo(AIGUL).contains("please repeat"));
    }

    @Test
    void an_update_that_kills_the_process_is_put_aside_and_its_neighbours_are_not() throws InterruptedException {
        turns.answers(incoming -> {
            if (incoming.update() == 11) {
                turns.outOfReach(true); // a dead process has no effect on anything
            }
            return Optional.empty();
        });
        telegram.update(text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"), text(12, AIGUL, "тағы"));
        int deaths = 0;
        while (!turns.quarantined().containsKey(11L)) {
            Running process = start();
            soon(
                    "it dies or puts the killer aside",
                    () -> turns.isOutOfReach() || turns.quarantined().containsKey(11L));
            if (turns.isOutOfReach()) {
                assertThat(++deaths).isLessThanOrEqualTo(UpdateLoop.MOST_ATTEMPTS + 1);
                process.loop().stop();
                turns.outOfReach(false);
            }
        }
        soon("the neighbours are taken", () -> turns.taken().containsAll(List.of(10L, 12L)));
        soon("all is confirmed", () -> telegram.unconfirmed() == 0);
        assertThat(turns.quarantined()).containsOnlyKeys(11L);
        assertThat(saidTo(AIGUL)).isEmpty();
    }

    @Test
    void an_update_that_is_repeated_before_older_ones_makes_telegram_forget_none_of_them() throws InterruptedException {
        AtomicInteger dead = new AtomicInteger();
        turns.answers(incoming -> {
            if (dead.getAndIncrement() == 0) {
                turns.outOfReach(true);
            }
            return Optional.empty();
        });
        telegram.update(text(12, AIGUL, "тағы"), text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"));
        Running process = start();
        soon("it dies over the batch", turns::isOutOfReach);
        process.loop().stop();
        turns.outOfReach(false);
        start();
        soon("all are taken", () -> turns.taken().containsAll(List.of(10L, 11L, 12L)));
        soon("all is confirmed", () -> telegram.unconfirmed() == 0);
    }

    @Test
    void numbers_that_begin_anew_lower_are_served() {
        start();
        telegram.update(text(900_000_000, AIGUL, "сәлем"));
        soon("taken", () -> turns.taken().contains(900_000_000L));
        soon("confirmed", () -> telegram.unconfirmed() == 0);
        telegram.update(text(17, AIGUL, "бір аптадан кейін"));
        soon("taken", () -> turns.taken().contains(17L));
        soon("confirmed", () -> telegram.unconfirmed() == 0);
    }

    @Test
    void an_update_that_is_delivered_twice_is_taken_once() {
        start();
        AtomicInteger asked = new AtomicInteger();
        turns.answers(incoming -> {
            asked.incrementAndGet();
            return Optional.empty();
        });
        telegram.update(text(10, AIGUL, "сәлем"));
        soon("taken", () -> turns.taken().contains(10L));
        soon("confirmed", () -> telegram.unconfirmed() == 0);
        telegram.update(text(10, AIGUL, "сәлем"), text(11, AIGUL, "тағы"));
        soon("the next is taken", () -> turns.taken().contains(11L));
        assertThat(asked).hasValue(2);
    }

    @Test
    void an_update_that_is_twice_in_one_batch_is_taken_once() {
        AtomicInteger asked = new AtomicInteger();
        turns.answers(incoming -> {
            asked.incrementAndGet();
            return Optional.empty();
        });
        telegram.update(text(10, AIGUL, "сәлем"), text(10, AIGUL, "сәлем"), text(11, BOLAT, "привет"));
        start();
        soon("all is confirmed", () -> telegram.unconfirmed() == 0);
        assertThat(asked).hasValue(2);
    }

    @Test
    void what_was_not_said_before_the_last_stop_is_said_before_anything_new_though_the_store_comes_late() {
        turns.unsaid(RememberingTurns.line(AIGUL, "first"));
        turns.unsaid(RememberingTurns.line(BOLAT, "other"));
        turns.unsaid(RememberingTurns.line(AIGUL, "second"));
        turns.answers(incoming -> Optional.of(RememberingTurns.line(incoming.chat(), "third")));
        turns.outOfReach(true);
        telegram.update(text(10, AIGUL, "сәлем"));
        start();
        aSecondPasses();
        assertThat(telegram.calls("sendmessage")).isEmpty();
        turns.outOfReach(false);
        soon("said in order", () -> saidTo(AIGUL).equals(List.of("first", "second", "third")));
        soon("said to the other", () -> saidTo(BOLAT).equals(List.of("other")));
    }

    @Test
    void telegram_keeps_an_update_until_what_lies_in_no_outbox_was_said() throws InterruptedException {
        turns.answers(incoming -> Optional.of(RememberingTurns.line(incoming.chat(), "welcome")));
        telegram.failNext("sendmessage", Fault.TOO_MANY, Fault.TOO_MANY, Fault.TOO_MANY);
        telegram.update(text(10, AIGUL, "/start"));
        Running process = start();
        soon("refused", () -> !telegram.calls("sendmessage").isEmpty());
        assertThat(telegram.unconfirmed()).isEqualTo(1);
        long before = System.nanoTime();
        process.loop().stop();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        process.courier().stop();
        assertThat(telegram.unconfirmed()).isEqualTo(1);
        start();
        soon("said after the next start", () -> !telegram.people().state(AIGUL).isEmpty());
        soon("and confirmed", () -> telegram.unconfirmed() == 0);
    }

    @Test
    void three_minutes_without_telegram_are_too_long_a_silence() throws InterruptedException {
        BotApi api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
        try (TelegramChannel channel =
                new TelegramChannel(api, turns, code -> "", Path.of("recordings"), clock, new Random(7))) {
            channel.start();
            soon("it polls", () -> !telegram.calls("getupdates").isEmpty());
            clock.passes(TelegramChannel.SILENCE);
            assertThat(channel.silentTooLong()).isFalse();
            clock.passes(Duration.ofSeconds(1));
            assertThat(channel.silentTooLong()).isTrue();
            telegram.update(text(10, AIGUL, "сәлем"));
            soon("Telegram is heard again", () -> !channel.silentTooLong());
        }
    }

    @Test
    void a_card_goes_from_noon_on_the_day_after_its_last_turn_so_that_it_never_stands_for_48_hours()
            throws InterruptedException {
        HandClock day = new HandClock("2026-11-23T11:59:00Z");
        BotApi api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
        try (TelegramChannel channel =
                new TelegramChannel(api, turns, code -> "", Path.of("recordings"), day, new Random(7))) {
            channel.hideIdle();
            day.passes(Duration.ofMinutes(1));
            channel.hideIdle();
            turns.outOfReach(true);
            channel.hideIdle();
        }
        assertThat(turns.idleBefore()).containsExactly(LocalDate.parse("2026-11-22"), LocalDate.parse("2026-11-23"));
    }

    @Test
    void a_stop_between_two_polls_lets_no_other_poll_wait() {
        BotApi api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
        api.interrupt();
        long before = System.nanoTime();
        assertThatThrownBy(() -> api.updates(0, BotApi.POLL)).isInstanceOf(ApiFailure.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        api.close();
    }

    @Test
    void it_stops_within_two_seconds_during_a_long_poll() throws InterruptedException {
        Running process = start();
        soon("it polls", () -> !telegram.calls("getupdates").isEmpty());
        long before = System.nanoTime();
        process.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void it_stops_within_two_seconds_while_the_store_is_out_of_reach() throws InterruptedException {
        turns.outOfReach(true);
        Running process = start();
        telegram.update(text(10, AIGUL, "сәлем"));
        soon("it is fetched", () -> !telegram.calls("getupdates").isEmpty());
        long before = System.nanoTime();
        process.loop().stop();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(telegram.unconfirmed()).isEqualTo(1);
    }

    @Test
    void a_group_is_refused_and_left() {
        start();
        telegram.update("""
                {"update_id":30,"message":{"message_id":5,"date":1,"text":"/start","from":{"id":%d,"is_bot":false,"first_name":"A"},
                "chat":{"id":-100200300,"type":"supergroup","title":"Ауыл"}}}""".formatted(AIGUL));
        soon("it is told why", () -> saidTo(-100_200_300L).contains("not in groups"));
        soon("it is left", () -> telegram.calls("leavechat").stream().anyMatch(call -> call.chat() == -100_200_300L));
        soon("the offset moves on", () -> telegram.unconfirmed() == 0);
        assertThat(turns.taken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TOO_MANY", "BROKEN", "NOT_JSON", "CUT_BEFORE", "CUT_AFTER", "CONFLICT", "UNAUTHORISED"})
    void no_failure_of_telegram_ends_the_loop(Fault fault) {
        telegram.failNext("getupdates", fault, fault);
        start();
        telegram.update(text(10, AIGUL, "сәлем"));
        soon("taken in the end", () -> turns.taken().contains(10L));
    }

    @Test
    void the_kind_of_an_act_is_read_from_the_message() {
        List<String> inputs = new ArrayList<>();
        turns.answers(incoming -> {
            inputs.add(incoming.input().getClass().getSimpleName());
            return Optional.empty();
        });
        start();
        telegram.update(
                text(1, AIGUL, "/start"),
                text(2, AIGUL, "/HELP@practice_bot now"),
                text(3, AIGUL, "/stop"),
                text(4, AIGUL, "/unknown"),
                "{\"update_id\":5,\"message\":{\"message_id\":5,\"date\":1,\"voice\":{\"file_id\":\"a\"},\"chat\":{\"id\":%d,\"type\":\"private\"}}}"
                        .formatted(AIGUL));
        soon("all are taken", () -> turns.taken().size() == 5);
        assertThat(inputs).containsExactly("Start", "Help", "Stop", "Text", "File");
    }

    private Running start() {
        BotApi api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
        Courier courier = new Courier(api, turns, Path.of("recordings"));
        UpdateLoop loop = new UpdateLoop(api, new Updates(code -> ""), turns, courier, clock, new Random(7));
        Running running = new Running(api, courier, loop);
        started.add(running);
        loop.start();
        return running;
    }

    private static void aSecondPasses() {
        long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        soon("a second passes", () -> System.nanoTime() > until);
    }

    private List<String> saidTo(long chat) {
        return telegram.calls("sendmessage").stream()
                .filter(call -> call.chat() == chat)
                .map(FakeTelegram.Call::text)
                .toList();
    }

    private static String text(long update, long chat, String text) {
        return """
                {"update_id":%d,"message":{"message_id":%d,"date":1,"text":"%s",
                "from":{"id":%d,"is_bot":false,"first_name":"A"},"chat":{"id":%d,"type":"private","first_name":"A"}}}""".formatted(update, update % 1000 + 1, text, chat, chat);
    }

    private static void soon(String what, BooleanSupplier condition) {
        Eventually.until(what, SOON, condition);
    }
}

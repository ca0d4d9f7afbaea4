package org.komir.bot.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.komir.bot.conversation.Card;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.FakeTelegram;
import org.komir.bot.testing.FakeTelegram.Chances;
import org.komir.bot.testing.FakeTelegram.Fault;

@Execution(ExecutionMode.CONCURRENT)
class CourierTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long AIGUL = 7_305_518_264L;

    private final RememberingTurns turns = new RememberingTurns();
    private FakeTelegram telegram;
    private BotApi api;
    private Courier courier;

    @BeforeEach
    void telegramIsUp() throws IOException {
        telegram = new FakeTelegram(2);
        api = new BotApi(telegram.url(), BotToken.of("4242:TESTING"));
        courier = new Courier(api, turns, Path.of("recordings"));
    }

    @AfterEach
    void everythingEnds() {
        courier.stop();
        api.close();
        telegram.close();
    }

    @Test
    void every_chat_hears_everything_in_order_though_telegram_refuses_breaks_and_cuts() {
        courier.start();
        telegram.fail(new Chances(0, 0, 0.04, 0.05, 0.03, 0.05, 0.05));
        int chats = 12;
        int each = 15;
        for (int i = 0; i < each; i++) {
            for (long chat = 1; chat <= chats; chat++) {
                courier.deliver(parcel(chat, i, show("№" + i)));
            }
        }
        soon("all is noted as said", () -> noted().size() == chats * each);
        for (long chat = 1; chat <= chats; chat++) {
            List<String> texts = telegram.people().state(chat).stream()
                    .map(event -> event.text() == null ? "" : event.text())
                    .distinct()
                    .toList();
            assertThat(texts)
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(i -> "№" + i).toList());
        }
        assertThat(telegram.hasty())
                .as("calls before the time that Telegram named")
                .isZero();
    }

    @Test
    void nothing_is_asked_for_a_chat_before_the_time_that_telegram_names() {
        courier.start();
        telegram.failNext("sendmessage", Fault.TOO_MANY);
        courier.deliver(parcel(AIGUL, 1, show("first"), new Call.Delete(List.of(99L))));
        courier.deliver(parcel(AIGUL, 2, show("second")));
        soon("both are said", () -> telegram.calls("sendmessage").size() == 3);
        assertThat(telegram.hasty()).isZero();
        List<FakeTelegram.Call> sent = telegram.calls("sendmessage");
        assertThat(Duration.ofNanos(sent.get(1).nanoTime() - sent.get(0).nanoTime()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_chat_that_must_wait_does_not_hold_up_another() {
        courier.start();
        telegram.failNext("sendmessage", Fault.TOO_MANY);
        courier.deliver(parcel(1, 1, show("slow")));
        soon("the first is refused", () -> !telegram.calls().isEmpty());
        courier.deliver(parcel(2, 1, show("quick")));
        soon("the other is said", () -> screen(2).equals(List.of("quick")));
        assertThat(screen(1)).isEmpty();
        soon("and then the first", () -> screen(1).equals(List.of("slow")));
    }

    @Test
    void a_new_card_is_reported_with_its_number() {
        courier.start();
        courier.deliver(parcel(AIGUL, 1, show("card")));
        soon("reported", () -> turns.cards().containsKey(AIGUL));
        assertThat(turns.cards())
                .containsEntry(AIGUL, telegram.people().state(AIGUL).getFirst().message());
    }

    @Test
    void a_card_that_stands_is_changed_in_its_place() {
        long card = standing("old");
        courier.deliver(parcel(AIGUL, 2, new Call.Show(Optional.of(card), card("new"))));
        soon("changed", () -> screen(AIGUL).equals(List.of("new")));
        assertThat(telegram.calls("sendmessage")).hasSize(1);
    }

    @Test
    void a_number_is_covered_and_leads_to_nothing_else() {
        String number = "12340 12341 12342 12343 12344 12345";
        Card card = new Card(
                "Міне:\n" + number,
                true,
                List.of(List.of(Card.Button.to("https://form.example/", "form"))),
                Optional.of(number));
        long standing = standing("old");
        courier.deliver(parcel(AIGUL, 2, new Call.Show(Optional.of(standing), card)));
        soon(
                "changed",
                () -> !telegram.people().state(AIGUL).getFirst().covered().isEmpty());
        var event = telegram.people().state(AIGUL).getFirst();
        var covered = event.covered().getFirst();
        assertThat(String.valueOf(event.text()).substring(covered.offset(), covered.offset() + covered.length()))
                .isEqualTo(number);
        assertThat(event.keyboard().getFirst().getFirst().url()).isEqualTo("https://form.example/");
        assertThat(event.keyboard().getFirst().getFirst().data()).isEmpty();
    }

    @Test
    void what_is_slow_is_begun_when_all_before_it_was_said() {
        courier.start();
        Call.Visit visit = new Call.Visit("1");
        courier.deliver(new Parcel(Optional.empty(), AIGUL, List.of(show("one moment"), visit)));
        soon("begun", () -> turns.slow().equals(List.of(visit)));
        assertThat(screen(AIGUL)).containsExactly("one moment");
    }

    @Test
    void a_card_that_is_gone_is_sent_anew_and_its_number_reported() {
        courier.start();
        courier.deliver(parcel(AIGUL, 1, new Call.Show(Optional.of(4_711L), card("anew"))));
        soon("sent", () -> screen(AIGUL).equals(List.of("anew")));
        soon(
                "reported",
                () -> telegram.people().state(AIGUL).getFirst().message()
                        == turns.cards().getOrDefault(AIGUL, -1L));
    }

    @Test
    void a_card_that_is_already_right_is_done() {
        long card = standing("same");
        courier.deliver(parcel(AIGUL, 2, new Call.Show(Optional.of(card), card("same"))));
        soon("noted", () -> noted().contains(id(AIGUL, 2)));
        assertThat(telegram.calls("editmessagetext")).hasSize(1);
        assertThat(screen(AIGUL)).containsExactly("same");
    }

    @Test
    void an_edit_whose_answer_was_lost_is_made_again_and_stands_once() {
        long card = standing("old");
        telegram.failNext("editmessagetext", Fault.CUT_AFTER);
        courier.deliver(parcel(AIGUL, 2, new Call.Show(Optional.of(card), card("new"))));
        soon("noted", () -> noted().contains(id(AIGUL, 2)));
        assertThat(screen(AIGUL)).containsExactly("new");
    }

    @Test
    void a_family_that_blocked_the_bot_is_left_in_peace_and_holds_up_nothing() {
        courier.start();
        telegram.failNext("sendmessage", Fault.BLOCKED);
        courier.deliver(parcel(1, 1, show("nobody reads this"), new Call.Delete(List.of(5L))));
        soon("noted, so that it is not said again", () -> noted().contains(id(1, 1)));
        assertThat(telegram.calls()).hasSize(1);
        courier.deliver(parcel(1, 2, show("unblocked")));
        soon("later words arrive", () -> screen(1).equals(List.of("unblocked")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BROKEN", "NOT_JSON", "CUT_BEFORE"})
    void a_call_that_did_not_arrive_is_made_again(Fault fault) {
        courier.start();
        telegram.failNext("sendmessage", fault, fault);
        courier.deliver(parcel(AIGUL, 1, show("in the end")));
        soon("said", () -> screen(AIGUL).equals(List.of("in the end")));
    }

    @Test
    void a_tap_too_old_to_be_acknowledged_does_not_hold_up_the_card() {
        courier.start();
        courier.deliver(parcel(AIGUL, 1, new Call.Acknowledge("long ago"), show("card")));
        soon("said", () -> screen(AIGUL).equals(List.of("card")));
    }

    @Test
    void what_was_said_is_noted_in_batches() {
        courier.start();
        int many = 200;
        for (int i = 0; i < many; i++) {
            courier.deliver(parcel(i + 1L, 1, show("x")));
        }
        soon("all is noted", () -> noted().size() == many);
        assertThat(noted()).doesNotHaveDuplicates();
        assertThat(turns.delivered()).hasSizeLessThan(many / 4);
    }

    @Test
    void what_could_not_be_noted_is_noted_later() {
        courier.start();
        turns.outOfReach(true);
        courier.deliver(parcel(AIGUL, 1, new Call.Delete(List.of(5L))));
        soon("said", () -> !telegram.calls("deletemessages").isEmpty());
        turns.outOfReach(false);
        soon("noted", () -> noted().equals(List.of(id(AIGUL, 1))));
    }

    @Test
    void a_card_whose_number_the_store_cannot_take_yet_is_not_sent_twice() {
        courier.start();
        turns.outOfReach(true);
        courier.deliver(parcel(AIGUL, 1, show("card")));
        soon("sent", () -> screen(AIGUL).equals(List.of("card")));
        turns.outOfReach(false);
        soon("reported", () -> turns.cards().containsKey(AIGUL));
        assertThat(telegram.calls("sendmessage")).hasSize(1);
    }

    @Test
    void what_telegram_delays_at_a_stop_is_not_noted_as_said() {
        courier.start();
        telegram.failNext("sendmessage", Fault.TOO_MANY);
        courier.deliver(parcel(AIGUL, 1, show("card")));
        soon("refused", () -> telegram.calls("sendmessage").size() == 1);
        courier.stop();
        assertThat(noted()).isEmpty();
        assertThat(screen(AIGUL)).isEmpty();
    }

    @Test
    void when_several_chats_are_told_too_much_everybody_waits() {
        courier.start();
        telegram.failNext("sendmessage", Fault.TOO_MANY, Fault.TOO_MANY, Fault.TOO_MANY);
        for (long chat = 1; chat <= 3; chat++) {
            courier.deliver(parcel(chat, 1, show("slow")));
        }
        soon("all know", courier::everybodyWaits);
        long refused = telegram.calls("sendmessage").getLast().nanoTime();
        courier.deliver(parcel(4, 1, show("later")));
        soon("said", () -> screen(4).equals(List.of("later")));
        long said = telegram.calls("sendmessage").stream()
                .filter(call -> call.chat() == 4)
                .findFirst()
                .orElseThrow()
                .nanoTime();
        assertThat(Duration.ofNanos(said - refused)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_new_message_whose_answer_is_lost_is_not_sent_for_ever() {
        courier.start();
        telegram.failNext(
                "sendmessage",
                Collections.nCopies(Courier.MOST_TRIES_OF_A_NEW_MESSAGE + 1, Fault.CUT_AFTER)
                        .toArray(Fault[]::new));
        courier.deliver(parcel(AIGUL, 1, show("card")));
        soon("given up and noted", () -> noted().equals(List.of(id(AIGUL, 1))));
        assertThat(telegram.calls("sendmessage")).hasSize(Courier.MOST_TRIES_OF_A_NEW_MESSAGE);
    }

    @Test
    void words_are_deleted_however_long_the_way_to_telegram_is_cut() {
        telegram.people().send(AIGUL, "менің сөзім", "kk");
        long written = telegram.people().state(AIGUL).getFirst().message();
        Fault[] outage = new Fault[7];
        Arrays.fill(outage, Fault.NOT_JSON);
        telegram.failNext("deletemessages", outage);
        courier.start();
        courier.deliver(parcel(AIGUL, 1, new Call.Delete(List.of(written))));
        Eventually.until("deleted", Duration.ofSeconds(90), () -> screen(AIGUL).isEmpty());
    }

    @Test
    void of_what_telegram_does_not_delete_any_more_the_family_is_told_which_it_is() {
        telegram.people().send(AIGUL, "жаңа", "kk");
        telegram.people().send(AIGUL, "ескі", "kk");
        List<Long> written = telegram.people().state(AIGUL).stream()
                .map(LocalBotApi.Event::message)
                .toList();
        telegram.failNext("deletemessages", Fault.STAYS);
        courier.start();
        courier.deliver(parcel(AIGUL, 1, new Call.Delete(written, Optional.of(card("by hand")))));
        soon("all go, one by one", () -> screen(AIGUL).isEmpty());

        telegram.people().send(AIGUL, "өте ескі", "kk");
        long old = telegram.people().state(AIGUL).getFirst().message();
        telegram.failNext("deletemessages", Fault.STAYS);
        courier.deliver(parcel(AIGUL, 2, new Call.Delete(List.of(old), Optional.of(card("by hand")))));
        soon("it is said", () -> screen(AIGUL).equals(List.of("өте ескі", "by hand")));
        assertThat(telegram.calls("sendmessage")
                        .getFirst()
                        .parameters()
                        .path("reply_parameters")
                        .path("message_id")
                        .asLong(0))
                .isEqualTo(old);
        courier.deliver(parcel(AIGUL, 3, show("next")));
        soon("the line goes with the next card", () -> screen(AIGUL).equals(List.of("өте ескі", "next")));
    }

    @Test
    void a_line_beside_the_conversation_waits_for_no_store_becomes_no_card_and_goes_with_the_next_word() {
        long card = standing("one");
        turns.outOfReach(true);
        courier.deliver(parcel(AIGUL, 2, show("two")));
        courier.notice(RememberingTurns.line(AIGUL, "please wait"));
        soon("it is said", () -> screen(AIGUL).contains("please wait"));
        assertThat(turns.cards()).containsEntry(AIGUL, card);
        turns.outOfReach(false);
        soon("the card is noted", () -> turns.cards().getOrDefault(AIGUL, card) != card);
        long second = turns.cards().getOrDefault(AIGUL, -1L);
        courier.deliver(parcel(AIGUL, 3, new Call.Show(Optional.of(second), card("three"))));
        soon("the line is gone", () -> screen(AIGUL).equals(List.of("one", "three")));
    }

    @Test
    void somebody_who_floods_the_bot_sees_the_last_card_and_keeps_none_of_the_words() {
        courier.start();
        telegram.failNext("sendmessage", Fault.TOO_MANY);
        for (int i = 0; i < 300; i++) {
            telegram.people().send(AIGUL, "flood", "kk");
            long written = telegram.people().state(AIGUL).getLast().message();
            courier.deliver(parcel(AIGUL, i, show("card " + i), new Call.Delete(List.of(written))));
        }
        soon("all is noted as said", () -> noted().size() == 300);
        assertThat(screen(AIGUL)).last().isEqualTo("card 299");
        assertThat(screen(AIGUL)).doesNotContain("flood");
        assertThat(telegram.calls("sendmessage")).hasSizeLessThan(2 * Courier.MOST_WAITING_A_CHAT);
    }

    @Test
    void more_than_a_hundred_messages_are_deleted_in_calls_of_a_hundred() {
        courier.start();
        telegram.people().send(AIGUL, "сәлем", "kk");
        List<Long> messages = LongStream.rangeClosed(1, 250).boxed().toList();
        courier.deliver(parcel(AIGUL, 1, new Call.Delete(messages)));
        soon("noted", () -> noted().contains(id(AIGUL, 1)));
        assertThat(telegram.calls("deletemessages"))
                .extracting(call -> call.parameters().path("message_ids").size())
                .containsExactly(100, 100, 50);
    }

    @Test
    void a_card_from_right_to_left_begins_with_a_mark_that_says_so() {
        courier.start();
        courier.deliver(parcel(AIGUL, 1, new Call.Show(Optional.empty(), new Card("Kömir دەگەن", true, List.of()))));
        soon("said", () -> screen(AIGUL).equals(List.of("\u200FKömir دەگەن")));
    }

    @Test
    void no_more_calls_than_the_pace_allows_are_made_in_a_second() {
        Pace pace = new Pace(30, 10);
        Duration last = Duration.ZERO;
        for (int i = 0; i < 70; i++) {
            last = pace.place(Long.MAX_VALUE - 5); // nanoTime() may wrap around
        }
        assertThat(last).isBetween(Duration.ofMillis(1_990), Duration.ofMillis(2_010));
        assertThat(new Pace(30, 10).place(7)).isZero();
    }

    @Test
    void nothing_that_is_sent_can_be_forwarded_or_makes_a_sound() {
        courier.start();
        courier.deliver(parcel(AIGUL, 1, show("card")));
        soon("sent", () -> !telegram.calls("sendmessage").isEmpty());
        var parameters = telegram.calls("sendmessage").getFirst().parameters();
        assertThat(parameters.path("protect_content").asBoolean(false)).isTrue();
        assertThat(parameters.path("disable_notification").asBoolean(false)).isTrue();
        assertThat(parameters.path("link_preview_options").path("is_disabled").asBoolean(false))
                .isTrue();
    }

    private long standing(String text) {
        courier.start();
        courier.deliver(parcel(AIGUL, 1, show(text)));
        soon("reported", () -> turns.cards().containsKey(AIGUL));
        return turns.cards().getOrDefault(AIGUL, -1L);
    }

    private static Parcel parcel(long chat, int number, Call... calls) {
        return new Parcel(Optional.of(id(chat, number)), chat, List.of(calls));
    }

    private static Outgoing.Id id(long chat, int number) {
        return new Outgoing.Id("%016x%016x".formatted(chat, number));
    }

    private static Call show(String text) {
        return new Call.Show(Optional.empty(), card(text));
    }

    private static Card card(String text) {
        return new Card(text, false, List.of(List.of(new Card.Button("ok", "1~w"))));
    }

    private List<Outgoing.Id> noted() {
        List<Outgoing.Id> ids = new ArrayList<>();
        turns.delivered().forEach(ids::addAll);
        return ids;
    }

    private List<String> screen(long chat) {
        return telegram.people().state(chat).stream()
                .map(LocalBotApi.Event::text)
                .map(text -> text == null ? "" : text)
                .toList();
    }

    private static void soon(String what, BooleanSupplier condition) {
        Eventually.until(what, SOON, condition);
    }
}

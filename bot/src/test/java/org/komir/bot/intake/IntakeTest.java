package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.conversation.Texts;
import org.komir.bot.directory.Directory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpOrganisation;
import org.komir.bot.testing.OpenedCase;
import org.komir.bot.testing.Shipped;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;

class IntakeTest {
    private static final long CHAT = 7_305_518_264L;
    private static final String YES = "0~c~.*~0[.]0[.].*";
    private static final String YES_DESTROY = "0~c~.*~0[.]1[.].*";
    private static final String NO = "0~c~.*~0[.]2[.].*";
    private static final String LATER = ".*~s";
    private static final String FINISH = ".*~v";
    private static final String SEND = ".*~g";
    private static final String NO_NUMBER = ".*~B";
    private static final Duration DAY = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private final HandClock clock = new HandClock("2026-11-20T23:30:00Z");
    private final MadeUpOrganisation organisation =
            MadeUpOrganisation.madeUp(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    private final Questionnaire shipped =
            Shipped.questionnaires().byId("detained-relative").orElseThrow();
    private Optional<Directory> inForce = Optional.of(organisation.directory());

    @TempDir
    Path folder;

    private Store store;
    private Intake intake;
    private Housekeeping housekeeping;
    private Family family;

    /** One chat: keeps the live card as a phone shows it. */
    private final class Family {
        private final long chat;
        private long nextUpdate = 1;
        private long nextMessage = 100;
        private long cardAt;
        private Card card = new Card("", false, List.of());

        Family(long chat) {
            this.chat = chat;
        }

        void say(String text) {
            take(incoming(new Input.Text(text)));
        }

        void starts() {
            take(incoming(new Input.Start("kk-Cyrl", "")));
        }

        Incoming incoming(Input input) {
            return input instanceof Input.Tap
                    ? new Incoming(
                            chat,
                            nextUpdate++,
                            input,
                            Optional.empty(),
                            Optional.of(new Incoming.Tapped(cardAt, "tap " + nextUpdate)))
                    : new Incoming(chat, nextUpdate++, input, Optional.of(nextMessage++), Optional.empty());
        }

        void press(String data) {
            take(incoming(new Input.Tap(button(data))));
        }

        String button(String data) {
            return buttons(data).stream()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no button " + data + " under: " + card.text()));
        }

        List<String> buttons(String data) {
            return card.rows().stream()
                    .flatMap(List::stream)
                    .map(Card.Button::token)
                    .filter(token -> token.matches(data))
                    .toList();
        }

        Optional<Parcel> take(Incoming incoming) {
            Optional<Parcel> parcel = intake.take(incoming);
            parcel.ifPresent(this::hear);
            return parcel;
        }

        private void hear(Parcel parcel) {
            for (Parcel.Call call : parcel.calls()) {
                if (call instanceof Parcel.Call.Show show) {
                    card = show.content();
                    if (show.card().isEmpty()) {
                        cardAt = nextMessage++;
                        intake.cardIs(chat, cardAt);
                    } else {
                        cardAt = show.card().orElseThrow();
                    }
                }
            }
            parcel.id().ifPresent(id -> intake.delivered(List.of(id)));
        }

        void consents(String choice) {
            starts();
            press("0~l~kk-Cyrl");
            while (buttons("0~c~.*").isEmpty()) { // what one should know, a card each
                press(buttons("0~i~.*~0[.].*").getLast());
            }
            press(choice);
        }

        /** Until the minimum is met: the relation, who writes for them, their agreement, the name of the person who was taken. */
        void tellsTheMinimum() {
            press(".*~o~0");
            press(".*~o~1");
            say("Қарлығаш");
            press(".*~o~0");
            say("Сейдахмет");
        }

        /** Without a number. */
        void sends() {
            press(SEND);
            press(NO_NUMBER);
        }

        void passesOverUntil(String data) {
            for (int i = 0; i < 40 && buttons(data).isEmpty(); i++) {
                press(buttons(FINISH).isEmpty() ? LATER : FINISH);
            }
            assertThat(buttons(data)).as("a card with " + data).isNotEmpty();
        }
    }

    @BeforeEach
    void theBotStarts() throws IOException {
        store = Stores.open("sqlite:" + folder.resolve("komir.db"));
        restart(Shipped.chat(), store);
        family = new Family(CHAT);
    }

    @AfterEach
    void theBotEnds() {
        store.close();
    }

    private void restart(Conversation conversation) throws IOException {
        restart(conversation, store);
    }

    private void restart(Conversation conversation, Drafts drafts) throws IOException {
        LinkKeys linkKeys = LinkKeys.open(folder.resolve("memory/link-keys"), clock, random);
        SealedFiles files = SealedFiles.at(folder.resolve("files"), 0, clock);
        intake = new Intake(
                conversation,
                Shipped.questionnaires().texts(),
                drafts,
                new Intake.ComingBack(store, store, new Numbers(), clock),
                linkKeys,
                () -> inForce,
                organisation::directory,
                new Sealer(),
                files,
                20 * 1024 * 1024,
                random);
        housekeeping = new Housekeeping(store, store, linkKeys, new Sealer(), files, clock);
    }

    @Test
    void what_was_answered_is_what_is_opened() throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        family.passesOverUntil(SEND);
        family.sends();
        OpenedCase opened = onlyCase();
        assertThat(opened.texts()).containsExactly("Қарлығаш", "Сейдахмет");
        assertThat(opened.answered()).doesNotHaveDuplicates();
        assertThat(opened.listed()).isEqualTo(opened.records().size() - 1);
        assertThat(complete(opened)).isTrue();
    }

    @Test
    void an_update_that_comes_again_changes_and_says_nothing() throws Exception {
        family.consents(YES);
        family.press(".*~o~0");
        Incoming name = family.incoming(new Input.Text("Қарлығаш"));
        assertThat(family.take(name)).isPresent();
        assertThat(family.take(name)).isEmpty();
        family.say("Сейдахмет");
        assertThat(family.take(name)).isEmpty();
        family.passesOverUntil(SEND);
        family.press(SEND);
        Incoming send = family.incoming(new Input.Tap(family.button(NO_NUMBER)));
        assertThat(family.take(send)).isPresent();
        assertThat(family.take(send)).isEmpty();
        assertThat(onlyCase().texts()).containsExactly("Қарлығаш", "Сейдахмет");
    }

    @Test
    void an_update_that_comes_again_on_the_next_day_changes_and_says_nothing() throws Exception {
        family.consents(YES);
        family.press(".*~o~0");
        Incoming name = family.incoming(new Input.Text("Қарлығаш"));
        family.take(name);
        clock.passes(DAY);
        assertThat(family.take(name)).isEmpty();
        family.say("Сейдахмет");
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(onlyCase().texts()).containsExactly("Қарлығаш", "Сейдахмет");
    }

    @Test
    void a_draft_moves_to_the_name_of_each_new_day_and_lives_as_long_as_the_family_writes() throws Exception {
        family.consents(YES);
        family.press(".*~o~0");
        family.say("Қарлығаш");
        for (int day = 0; day < 6; day++) {
            clock.passes(DAY.multipliedBy(2));
            assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(0, 0));
            family.press(LATER);
        }
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(onlyCase().texts()).containsExactly("Қарлығаш");
    }

    @Test
    void an_unfinished_case_is_handed_in_after_72_hours_and_its_manifest_says_that_it_is_not_complete()
            throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        clock.passes(DAY.multipliedBy(3));
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(0, 0));
        clock.passes(DAY);
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(1, 0));
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(0, 0));
        OpenedCase opened = onlyCase();
        assertThat(complete(opened)).isFalse();
        assertThat(opened.listed()).isEqualTo(opened.records().size() - 1);
        assertThat(opened.texts()).containsExactly("Қарлығаш", "Сейдахмет");
    }

    @Test
    void an_unfinished_case_is_handed_in_though_the_link_keys_went_with_the_power() throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        Files.delete(folder.resolve("memory/link-keys"));
        restart(Shipped.chat());
        clock.passes(DAY.multipliedBy(4));
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(1, 0));
        assertThat(onlyCase().texts()).containsExactly("Қарлығаш", "Сейдахмет");
    }

    @Test
    void without_link_keys_nobody_can_go_on_and_the_chat_begins_anew() throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        Files.delete(folder.resolve("memory/link-keys"));
        restart(Shipped.chat());
        family.say("мен осындамын");
        assertThat(family.buttons("0~l~.*")).isNotEmpty();
        assertThat(intake.undelivered()).isEmpty();
    }

    @Test
    void an_unfinished_case_is_destroyed_where_the_family_chose_so() throws Exception {
        family.consents(YES_DESTROY);
        family.tellsTheMinimum();
        clock.passes(DAY.multipliedBy(4));
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(0, 1));
        store.release();
        assertThat(store.all()).isEmpty();
        assertNothingIsLeftOfTheFamily();
    }

    @Test
    void an_unfinished_case_without_the_minimum_is_destroyed() throws Exception {
        family.consents(YES);
        family.press(".*~o~0");
        clock.passes(DAY.multipliedBy(4));
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(0, 1));
        assertNothingIsLeftOfTheFamily();
    }

    @Test
    void refusing_leaves_nothing_at_all_in_the_store() throws Exception {
        Map<String, Integer> before = rowCounts();
        family.consents(NO);
        assertThat(family.card.rows()).isEmpty();
        assertThat(rowCounts()).isEqualTo(before);
        assertThat(intake.undelivered()).isEmpty();
    }

    @Test
    void deleting_leaves_nothing_but_that_an_update_was_seen() throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        family.take(family.incoming(new Input.Delete()));
        family.press(".*~z");
        store.release();
        assertThat(store.all()).isEmpty();
        clock.passes(DAY.multipliedBy(4));
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(0, 0));
        assertNothingIsLeftOfTheFamily();
    }

    @Test
    void two_quick_ticks_on_one_card_both_count() throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        family.passesOverUntil(".*~t~.*");
        List<String> options = family.buttons(".*~t~.*");
        String done = family.button(".*~k~.*");
        int last = options.size() - 1;
        family.take(family.incoming(new Input.Tap(options.get(last))));
        family.take(family.incoming(new Input.Tap(options.get(last - 1))));
        family.take(family.incoming(new Input.Tap(done)));
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(ticksKept()).isEqualTo(2);
    }

    @Test
    void a_tick_counts_though_the_store_made_its_write_and_did_not_say_so() throws Exception {
        AtomicBoolean silent = new AtomicBoolean();
        restart(Shipped.chat(), silentOnce(store, silent));
        family.consents(YES);
        family.tellsTheMinimum();
        family.passesOverUntil(".*~t~.*");
        family.press(family.buttons(".*~t~.*").getLast());
        Incoming second =
                family.incoming(new Input.Tap(family.buttons(".*~t~.*").getLast()));
        silent.set(true);
        assertThatThrownBy(() -> family.take(second)).isInstanceOf(StoreUnavailable.class);
        assertThat(family.take(second)).isPresent();
        assertThat(family.buttons(".*~u~.*")).as("ticks that the family sees").hasSize(2);
        family.press(".*~k~.*");
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(ticksKept()).isEqualTo(2);
    }

    private int ticksKept() throws Exception {
        return onlyCase().records().stream()
                .mapToInt(record -> record.path("value").path("choices").size())
                .sum();
    }

    /** A store that makes one turn's write, and does not answer. */
    private static Drafts silentOnce(Drafts store, AtomicBoolean silent) {
        return (Drafts) Proxy.newProxyInstance(
                Drafts.class.getClassLoader(), new Class<?>[] {Drafts.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    if (method.getName().equals("commit") && silent.getAndSet(false)) {
                        throw new StoreUnavailable(StoreUnavailable.Trouble.UNREACHABLE);
                    }
                    return answer;
                });
    }

    @Test
    void ticks_survive_a_restart_in_the_buttons_of_the_card() throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        family.passesOverUntil(".*~t~.*");
        family.press(family.buttons(".*~t~.*").getLast());
        restart(Shipped.chat());
        family.press(".*~k~.*");
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(ticksKept()).isEqualTo(1);
    }

    @Test
    void without_a_directory_in_force_no_case_is_opened_and_the_family_is_told_kindly() throws Exception {
        inForce = Optional.empty();
        Map<String, Integer> before = rowCounts();
        family.consents(YES);
        assertThat(family.card.text()).isEqualTo(words().get("trouble.not_accepting"));
        assertThat(rowCounts()).isEqualTo(before);
    }

    @Test
    void a_case_that_was_begun_is_finished_though_the_directory_expired() throws Exception {
        family.consents(YES);
        inForce = Optional.empty();
        family.tellsTheMinimum();
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(onlyCase().texts()).containsExactly("Қарлығаш", "Сейдахмет");
    }

    @Test
    void a_draft_of_questions_that_this_software_does_not_know_is_kept_and_the_family_can_begin_anew()
            throws Exception {
        restart(conversationOf(anotherVersion()));
        family.consents(YES);
        family.tellsTheMinimum();
        restart(Shipped.chat());
        family.say("жалғастырайын");
        assertThat(family.card.text()).isEqualTo(words().get("trouble.unknown_version"));
        family.consents(YES);
        family.tellsTheMinimum();
        family.passesOverUntil(SEND);
        family.sends();
        clock.passes(DAY.multipliedBy(4));
        assertThat(housekeeping.run()).isEqualTo(new Housekeeping.Done(1, 0));
        store.release();
        assertThat(store.all()).hasSize(2);
        for (CaseId id : store.all()) {
            assertThat(opened(id).texts()).containsExactly("Қарлығаш", "Сейдахмет");
        }
    }

    @Test
    void going_back_and_answering_again_leaves_only_the_last_answer() throws Exception {
        family.consents(YES);
        family.press(".*~o~0");
        family.press(".*~o~1");
        family.say("Қарлығаш");
        family.press(".*~b");
        family.say("Ақбота");
        family.press(".*~o~0");
        family.say("Сейдахмет");
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(onlyCase().texts()).containsExactly("Ақбота", "Сейдахмет");
    }

    @Test
    void what_the_family_wrote_is_deleted_from_the_chat_after_the_next_card_is_there() {
        family.consents(YES);
        family.press(".*~o~0");
        Incoming name = family.incoming(new Input.Text("Қарлығаш"));
        List<Parcel.Call> calls = family.take(name).orElseThrow().calls();
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst()).isInstanceOf(Parcel.Call.Show.class);
        assertThat(calls.getLast()).isInstanceOfSatisfying(Parcel.Call.Delete.class, delete -> {
            assertThat(delete.messages()).containsExactly(name.written().orElseThrow());
            assertThat(delete.byHand().orElseThrow().text())
                    .isEqualTo(shippedTexts("kk-Cyrl").get("delete_by_hand"));
        });
    }

    @Test
    void a_tap_on_an_old_card_takes_the_old_card_away() {
        family.consents(YES);
        long old = family.cardAt;
        family.starts();
        assertThat(family.cardAt).isNotEqualTo(old);
        Incoming tap = new Incoming(
                CHAT,
                family.nextUpdate++,
                new Input.Tap("0~l~kk-Cyrl"),
                Optional.empty(),
                Optional.of(new Incoming.Tapped(old, "t")));
        List<Parcel.Call> calls = family.take(tap).orElseThrow().calls();
        assertThat(calls)
                .contains(new Parcel.Call.Acknowledge("t"))
                .anyMatch(call -> call instanceof Parcel.Call.Delete delete
                        && delete.messages().equals(List.of(old)));
    }

    @Test
    void a_card_that_nobody_has_touched_since_yesterday_is_taken_away_and_nothing_is_lost() throws Exception {
        family.consents(YES);
        family.tellsTheMinimum();
        String asked = family.card.text();
        long card = family.cardAt;
        clock.passes(Duration.ofHours(13));

        intake.hideIdle(LocalDate.parse("2026-11-21"), family::hear);
        assertThat(family.card.text()).isEqualTo(shippedTexts("kk-Cyrl").get("stopped"));
        assertThat(family.card.rows()).isEmpty();
        assertThat(family.cardAt).isEqualTo(card);

        List<Parcel> again = new ArrayList<>();
        intake.hideIdle(LocalDate.parse("2026-11-21"), again::add);
        assertThat(again).as("what is hidden is left alone").isEmpty();

        family.starts();
        assertThat(family.card.text()).endsWith(asked.substring(asked.lastIndexOf("\n\n")));
        family.passesOverUntil(SEND);
        family.sends();
        assertThat(onlyCase().answered()).contains("p_name#1");
    }

    @Test
    void taking_a_card_away_is_no_turn_of_the_family_and_its_72_hours_go_on() {
        family.consents(YES);
        family.tellsTheMinimum();
        clock.passes(Duration.ofHours(13));
        intake.hideIdle(LocalDate.parse("2026-11-21"), family::hear);
        clock.passes(Duration.ofDays(3));
        assertThat(housekeeping.run().handedIn()).isEqualTo(1);
    }

    @Test
    void a_card_that_was_touched_today_stays() {
        family.consents(YES);
        clock.passes(Duration.ofHours(13));
        family.press(".*~o~0");
        List<Parcel> hidden = new ArrayList<>();
        intake.hideIdle(LocalDate.parse("2026-11-21"), hidden::add);
        assertThat(hidden).isEmpty();
    }

    @Test
    void whoever_helps_is_led_to_the_next_family_in_the_same_language() {
        family.consents(YES);
        family.tellsTheMinimum();
        family.passesOverUntil(SEND);
        family.sends();
        Texts words = shippedTexts("kk-Cyrl");
        assertThat(family.card.text()).isEqualTo(words.get("helper.finished"));
        family.press(".*~a~kk-Cyrl.*");
        assertThat(family.card.text()).isEqualTo(words.get("helper.new_family") + "\n\n" + words.get("choose_about"));
    }

    @Test
    void one_telephone_opens_as_many_cases_as_an_office_writes_in_a_day_and_no_flood_of_them() throws Exception {
        for (int i = 0; i < Intake.MOST_CASES_A_DAY; i++) {
            family.consents(YES);
            family.take(family.incoming(new Input.Delete()));
            family.press(".*~z");
        }
        family.consents(YES);
        assertThat(family.card.text()).isEqualTo(shippedTexts("kk-Cyrl").get("helper.rest"));
        assertThat(rowCounts()).containsEntry("testimony", 0);
        clock.passes(DAY);
        family.consents(YES);
        assertThat(family.card.rows()).as("the first question").isNotEmpty();
    }

    @Test
    void what_was_not_said_is_told_again_in_the_order_of_the_updates() throws Exception {
        family.consents(YES);
        List<Parcel> answers = new ArrayList<>();
        for (String text : List.of("бірінші", "екінші")) {
            if (answers.isEmpty()) {
                family.press(".*~o~0");
            }
            answers.add(intake.take(family.incoming(new Input.Text(text))).orElseThrow());
        }
        restart(Shipped.chat());
        assertThat(intake.undelivered()).isEqualTo(answers);
        intake.delivered(
                answers.stream().map(parcel -> parcel.id().orElseThrow()).toList());
        assertThat(intake.undelivered()).isEmpty();
    }

    @Test
    void what_was_not_said_is_forgotten_with_the_link_key_that_sealed_it() throws Exception {
        family.consents(YES);
        intake.take(family.incoming(new Input.Tap(family.button(".*~o~0"))));
        assertThat(intake.undelivered()).hasSize(1);
        Files.delete(folder.resolve("memory/link-keys"));
        restart(Shipped.chat());
        assertThat(intake.undelivered()).isEmpty();
        assertThat(store.undelivered()).isEmpty();
    }

    @Test
    void an_update_is_put_aside_only_for_the_reviewers() throws Exception {
        intake.quarantine(7, "кеше келген сөз".getBytes(UTF_8));
        assertThat(store.quarantined()).hasSize(1);
        assertThat(intake.take(new Incoming(CHAT, 7, new Input.Start("", ""), Optional.of(1L), Optional.empty())))
                .isEmpty();
    }

    @Test
    void an_update_is_put_aside_though_the_directory_expired() throws Exception {
        inForce = Optional.empty();
        intake.quarantine(7, "кеше келген сөз".getBytes(UTF_8));
        Sealed<Purpose.Quarantine> aside =
                store.quarantined().values().iterator().next();
        byte[] opened = new Opener(organisation.identities()).open(aside);
        assertThat(new String(opened, UTF_8).strip()).isEqualTo("кеше келген сөз");
    }

    @Test
    void attempts_are_counted_across_restarts() throws Exception {
        assertThat(intake.attempt(List.of(7L, 8L))).containsEntry(7L, 1).containsEntry(8L, 1);
        restart(Shipped.chat());
        assertThat(intake.attempt(List.of(7L))).containsEntry(7L, 2);
    }

    @Test
    void link_keys_are_gone_after_their_days() throws Exception {
        family.consents(YES);
        clock.passes(DAY.multipliedBy(4));
        housekeeping.run();
        assertThat(Files.readString(folder.resolve("memory/link-keys"))).doesNotContain("2026-11-20");
    }

    private Questionnaire anotherVersion() {
        return new Questionnaire(
                shipped.name(),
                "0".repeat(64),
                shipped.compartments(),
                shipped.screens(),
                shipped.questions(),
                shipped.minimum(),
                shipped.offered(),
                shipped.atOnce());
    }

    private static Conversation conversationOf(Questionnaire questionnaire) {
        return new Conversation(
                List.of(questionnaire),
                List.of(questionnaire),
                Shipped.questionnaires().texts(),
                Shipped.questionnaires().places(),
                Set.of());
    }

    private static Texts words() {
        return Shipped.chat().texts("kk-Cyrl");
    }

    private static Texts shippedTexts(String language) {
        return Shipped.questionnaires().texts().stream()
                .filter(texts -> texts.language().equals(language))
                .findFirst()
                .orElseThrow();
    }

    private OpenedCase onlyCase() throws Exception {
        store.release();
        assertThat(store.all()).hasSize(1);
        return opened(store.all().getFirst());
    }

    private OpenedCase opened(CaseId id) throws Exception {
        SealedCase sealed = store.read(id).orElseThrow();
        return OpenedCase.of(sealed, organisation.identities());
    }

    private static boolean complete(OpenedCase opened) {
        return opened.records().getLast().path("value").path("complete").asBoolean(true);
    }

    private void assertNothingIsLeftOfTheFamily() throws SQLException {
        clock.passes(DAY.multipliedBy(4));
        housekeeping.run();
        assertThat(rowCounts().values().stream().mapToInt(Integer::intValue).sum())
                .as("rows: %s", rowCounts())
                .isZero();
    }

    /** Rows of every table but those that name no family. */
    private Map<String, Integer> rowCounts() throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("komir.db"));
                Statement statement = file.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'directory'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM \"" + table + "\"")) {
                    counts.put(table, count.next() ? count.getInt(1) : 0);
                }
            }
        }
        return counts;
    }
}

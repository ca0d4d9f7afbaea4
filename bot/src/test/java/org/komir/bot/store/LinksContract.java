package org.komir.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.intake.Link.AUTHOR;
import static org.komir.bot.intake.Mailboxes.MOST_REQUESTS;
import static org.komir.bot.store.Samples.MONDAY;
import static org.komir.bot.store.Samples.RECIPIENT;
import static org.komir.bot.store.Samples.TUESDAY;
import static org.komir.bot.store.Samples.caseId;
import static org.komir.bot.store.Samples.chat;
import static org.komir.bot.store.Samples.file;
import static org.komir.bot.store.Samples.letter;
import static org.komir.bot.store.Samples.link;
import static org.komir.bot.store.Samples.mailbox;
import static org.komir.bot.store.Samples.notice;
import static org.komir.bot.store.Samples.opens;
import static org.komir.bot.store.Samples.record;
import static org.komir.bot.store.Samples.request;
import static org.komir.bot.store.Samples.signature;
import static org.komir.bot.store.Samples.submission;
import static org.komir.bot.store.Samples.tell;
import static org.komir.bot.store.Samples.turn;
import static org.komir.bot.store.Samples.update;
import static org.komir.bot.store.Samples.witness;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.Mailboxes.First;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.WayBack;
import org.komir.bot.review.Letters.Box;
import org.komir.bot.review.Links.Signed;

/** What every store promises of another number in the place of one, and of wishes to be told. */
abstract class LinksContract extends ReceiptsContract {

    @Test
    void another_mailbox_takes_the_place_of_one_whose_receipt_signed_for_it() throws Exception {
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(CASE, "one", record(1))));
        store.commit(turn(
                update(MONDAY, 2),
                store.find(List.of(CHAT)),
                CHAT,
                new After.Submitted(
                        CASE,
                        List.of(record(0), record(9)),
                        Optional.of(new WayBack.Opened(mailbox("a"), MONDAY, Optional.of(tell(1)))))));
        store.send(CASE, letter(1));
        store.send(CASE, letter(2, file(5)));
        List<Letter> anew = List.of(letter(1, file(6)), letter(2));

        assertThat(store.replace(mailbox("a").name(), mailbox("b"), link("a to b", AUTHOR), anew, Optional.of(tell(2))))
                .isTrue();
        assertThat(store.replace(mailbox("a").name(), mailbox("b"), link("a to b", AUTHOR), anew, Optional.of(tell(3))))
                .as("sent again")
                .isTrue();

        store = crashAndReopen();
        assertThat(store.mail(mailbox("a").name(), MONDAY)).isEmpty();
        assertThat(store.mail(mailbox("b").name(), MONDAY)).hasValueSatisfying(mail -> {
            assertThat(mail.day()).isEqualTo(MONDAY);
            assertThat(mail.first()).contains(new First(CASE, RECIPIENT));
            assertThat(mail.letters()).containsExactlyInAnyOrderElementsOf(anew);
        });
        assertThat(box(CASE)).isEqualTo(new Box(mailbox("b"), List.of(link("a to b", AUTHOR)), List.of(tell(2))));
        assertThat(store.forget(tell(1).name())).isFalse();
        assertThat(store.files()).containsExactly(file(6));

        assertThat(store.replace(mailbox("b").name(), mailbox("c"), link("b to c", AUTHOR), anew, Optional.empty()))
                .isTrue();
        assertThat(box(CASE).links()).containsExactly(link("a to b", AUTHOR), link("b to c", AUTHOR));
        assertThat(box(CASE).tells()).isEmpty();
        assertThat(store.handIn(submission(caseId(2), "c", TUESDAY, false))).contains(TUESDAY);
        assertThat(store.first(caseId(2))).contains(CASE);
    }

    @Test
    void a_mailbox_is_not_replaced_by_anothers_nor_when_it_was_taken_back_nor_while_a_letter_would_be_lost() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(2), "b", MONDAY, true));
        store.send(CASE, letter(1));

        assertThat(replace("a", "b", letter(1))).as("another's").isFalse();
        assertThat(replace("nobody's", "c", letter(1))).as("none").isFalse();
        assertThat(replace("a", "c")).as("a letter has come since").isFalse();
        assertThat(box(CASE)).isEqualTo(new Box(mailbox("a"), List.of(), List.of()));
        assertThat(store.mail(mailbox("a").name(), MONDAY).orElseThrow().letters())
                .containsExactly(letter(1));
        store.withdraw(mailbox("a").name(), MONDAY);
        assertThat(replace("a", "c")).as("taken back").isFalse();
        assertThat(store.mail(mailbox("c").name(), MONDAY)).isEmpty();
        assertThat(stage("b")).isEqualTo(Stage.WITH_VOLUNTEERS);
    }

    private boolean replace(String mailbox, String by, Letter... letters) {
        return store.replace(
                mailbox(mailbox).name(), mailbox(by), link("to " + by, AUTHOR), List.of(letters), Optional.empty());
    }

    @Test
    void a_request_waits_for_two_signatures_and_is_found_by_how_its_hash_begins() throws Exception {
        store.handIn(submission(CASE, "a", MONDAY, true));
        assertThat(store.ask(request(1), MONDAY)).isTrue();
        assertThat(store.ask(request(1), TUESDAY)).as("asked again").isTrue();
        assertThat(store.ask(request(2), MONDAY)).isTrue();

        assertThat(store.request(request(1).hash().substring(0, 24))).contains(request(1));
        assertThat(store.request(request(1).hash())).contains(request(1));
        assertThat(store.request(request(1).hash().substring(0, 19)))
                .as("two begin so")
                .isEmpty();
        assertThat(store.request(request(1).hash().substring(0, 18)))
                .as("too short")
                .isEmpty();
        assertThat(store.request("f".repeat(24))).isEmpty();
        assertThat(store.signed()).isEmpty();

        store.sign(CASE, request(1).hash(), signature("bolat", 1));
        store.sign(CASE, request(1).hash(), signature("aigul", 2));
        assertThat(store.sign(CASE, request(1).hash(), signature("aigul", 3)))
                .as("the earlier one is replaced")
                .contains(new Signed(CASE, request(1), List.of(signature("aigul", 3), signature("bolat", 1))));
        assertThat(store.sign(CASE, "0".repeat(64), signature("aigul", 3)))
                .as("no such request")
                .isEmpty();
        assertThat(store.sign(caseId(9), request(1).hash(), signature("aigul", 3)))
                .as("no such case")
                .isEmpty();
        store = crashAndReopen();
        assertThat(store.signed())
                .containsExactly(new Signed(CASE, request(1), List.of(signature("aigul", 3), signature("bolat", 1))));
    }

    @Test
    void requests_of_past_days_are_forgotten_with_their_signatures() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.ask(request(1), MONDAY);
        store.ask(request(2), TUESDAY);
        store.sign(CASE, request(1).hash(), signature("aigul", 1));
        store.sign(CASE, request(2).hash(), signature("aigul", 2));

        store.forgetRequests(MONDAY);
        assertThat(store.signed()).hasSize(2);
        store.forgetRequests(TUESDAY);

        assertThat(store.request(request(1).hash())).isEmpty();
        assertThat(store.signed()).containsExactly(new Signed(CASE, request(2), List.of(signature("aigul", 2))));
        store.ask(request(1), TUESDAY);
        assertThat(store.signed()).as("what was signed is not there again").hasSize(1);
    }

    @Test
    void no_more_requests_are_kept_than_people_can_look_at() {
        for (int i = 0; i < MOST_REQUESTS; i++) {
            assertThat(store.ask(request(i), MONDAY)).isTrue();
        }
        assertThat(store.ask(request(MOST_REQUESTS), MONDAY)).isFalse();
        assertThat(store.request(request(MOST_REQUESTS).hash())).isEmpty();
        assertThat(store.ask(request(3), MONDAY)).as("asked again").isTrue();
    }

    @Test
    void two_people_give_a_case_another_mailbox() throws Exception {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.send(CASE, letter(1));
        store.ask(request(1), TUESDAY);
        store.sign(CASE, request(1).hash(), signature("aigul", 1));
        Link byTwo = link("to b", "aigul", "bolat");

        assertThat(store.relink(CASE, mailbox("b"), byTwo, request(1).hash())).isTrue();
        assertThat(store.relink(CASE, mailbox("b"), byTwo, request(1).hash()))
                .as("sent again")
                .isTrue();

        store = crashAndReopen();
        assertThat(store.mail(mailbox("a").name(), TUESDAY)).isEmpty();
        assertThat(store.mail(mailbox("b").name(), TUESDAY)).hasValueSatisfying(mail -> {
            assertThat(mail.letters()).as("nobody can open them").isEmpty();
            assertThat(mail.day()).isEqualTo(MONDAY);
            assertThat(mail.first()).contains(new First(CASE, RECIPIENT));
        });
        assertThat(box(CASE)).isEqualTo(new Box(mailbox("b"), List.of(byTwo), List.of()));
        assertThat(store.request(request(1).hash())).isEmpty();
        assertThat(store.signed()).isEmpty();
        assertThat(replace("b", "c")).isTrue();
        assertThat(box(CASE).links()).containsExactly(byTwo, link("to c", AUTHOR));
    }

    @Test
    void a_case_that_had_no_mailbox_gets_one_by_two_people() {
        submit();
        store.ask(request(1), TUESDAY);
        store.ask(request(2), TUESDAY);
        assertThat(store.relink(
                        CASE,
                        mailbox("a"),
                        link("to a", "aigul", "bolat"),
                        request(1).hash()))
                .isTrue();
        assertThat(store.mail(mailbox("a").name(), TUESDAY)).hasValueSatisfying(mail -> {
            assertThat(mail.day()).as("that of the request").isEqualTo(TUESDAY);
            assertThat(mail.first()).contains(new First(CASE, RECIPIENT));
        });

        store.withdraw(mailbox("a").name(), TUESDAY);
        store.restore(CASE);
        assertThat(store.relink(
                        CASE,
                        mailbox("b"),
                        link("to b", "aigul", "bolat"),
                        request(2).hash()))
                .isTrue();
        assertThat(box(CASE).mailbox()).isEqualTo(mailbox("b"));
        assertThat(store.mail(mailbox("a").name(), MONDAY.plusDays(99))
                        .orElseThrow()
                        .stage())
                .as("for ever")
                .isEqualTo(Stage.GONE);
        store.ask(request(3), TUESDAY);
        assertThat(store.relink(
                        CASE,
                        mailbox("a"),
                        link("to a", "aigul", "bolat"),
                        request(3).hash()))
                .as("what was taken back is not given out anew")
                .isFalse();
    }

    @Test
    void a_mailbox_is_given_to_one_open_case_only() {
        store.handIn(submission(CASE, "a", MONDAY, true));
        store.handIn(submission(caseId(2), "a", MONDAY, true));
        store.handIn(submission(caseId(4), "d", MONDAY, true));
        store.ask(request(1), MONDAY);
        store.sign(caseId(4), request(1).hash(), signature("aigul", 1));
        store.withdraw(mailbox("d").name(), MONDAY);
        store.commit(turn(update(MONDAY, 1), Optional.empty(), CHAT, opens(caseId(9), "a draft", record(1))));
        store.handIn(submission(caseId(5), "e", MONDAY, true));

        assertThat(store.signed()).as("what was signed for a locked case").isEmpty();
        assertThat(store.sign(caseId(4), request(1).hash(), signature("aigul", 1)))
                .as("locked")
                .isEmpty();
        assertThat(store.sign(caseId(2), request(1).hash(), signature("aigul", 1)))
                .as("it follows")
                .isEmpty();
        Link link = link("to x", "aigul", "bolat");
        String hash = request(1).hash();
        assertThat(store.relink(caseId(4), mailbox("x"), link, hash))
                .as("locked")
                .isFalse();
        assertThat(store.relink(caseId(2), mailbox("x"), link, hash))
                .as("it follows")
                .isFalse();
        assertThat(store.relink(caseId(7), mailbox("x"), link, hash)).as("none").isFalse();
        assertThat(store.relink(caseId(9), mailbox("x"), link, hash))
                .as("a draft")
                .isFalse();
        assertThat(store.relink(CASE, mailbox("e"), link, hash)).as("another's").isFalse();
        assertThat(store.relink(CASE, mailbox("x"), link, request(2).hash()))
                .as("nobody asked")
                .isFalse();
        assertThat(box(CASE)).isEqualTo(new Box(mailbox("a"), List.of(), List.of()));
        assertThat(store.mail(mailbox("x").name(), MONDAY)).isEmpty();
    }

    @Test
    void a_wish_to_be_told_goes_with_one_word_and_with_its_case() {
        for (int i = 1; i <= 3; i++) {
            LinkName chat = chat(MONDAY, i);
            store.commit(turn(update(MONDAY, i), Optional.empty(), chat, opens(caseId(i), "c" + i, record(1))));
            store.commit(turn(
                    update(MONDAY, 10 + i),
                    store.find(List.of(chat)),
                    chat,
                    new After.Submitted(
                            caseId(i),
                            List.of(record(0), record(9)),
                            Optional.of(new WayBack.Opened(mailbox("m" + i), MONDAY, Optional.of(tell(i)))))));
        }
        store.ask(request(1), MONDAY);
        assertThat(box(CASE).tells()).containsExactly(tell(1));

        assertThat(store.forget(tell(1).name())).isTrue();
        assertThat(store.forget(tell(1).name())).isFalse();
        store.withdraw(mailbox("m2").name(), MONDAY);
        store.relink(
                caseId(3),
                mailbox("n"),
                link("to n", "aigul", "bolat"),
                request(1).hash());

        assertThat(box(CASE).tells()).isEmpty();
        assertThat(box(caseId(3)).tells()).isEmpty();
        assertThat(store.forget(tell(2).name())).as("the case was taken back").isFalse();
        assertThat(store.forget(tell(3).name())).as("its number was lost").isFalse();
    }

    @Test
    void notices_wait_for_the_witness_that_runs_now() throws Exception {
        assertThat(store.witness()).isEmpty();
        store.listens(witness(1));
        store.send(notice(1));
        store.send(notice(2));
        store.send(notice(2));
        store.listens(witness(1));

        store = crashAndReopen();
        assertThat(store.witness()).contains(witness(1));
        assertThat(store.notices()).containsExactlyInAnyOrder(notice(1), notice(2));
        store.told(List.of(notice(1).id(), notice(7).id()));
        store.told(List.of());
        assertThat(store.notices()).containsExactly(notice(2));

        store.listens(witness(2));
        assertThat(store.witness()).contains(witness(2));
        assertThat(store.notices()).as("nobody can open them any more").isEmpty();
    }
}

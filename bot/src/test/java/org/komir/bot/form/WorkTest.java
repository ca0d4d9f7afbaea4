package org.komir.bot.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.komir.bot.form.Work.Challenge;
import org.komir.bot.testing.HandClock;

class WorkTest {
    private static final int BITS = 6;

    private final HandClock clock = new HandClock("2026-11-23T10:00:00Z");
    private final Work work = new Work(BITS, 4, 1000, clock, new SecureRandom());

    /** As a telephone does it, counting up. */
    static byte[] done(Challenge challenge) {
        try {
            for (long i = 0; ; i++) {
                byte[] nonce = ByteBuffer.allocate(8).putLong(i).array();
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                sha256.update("komir/work/v1\n".getBytes());
                sha256.update(Base64.getDecoder().decode(challenge.challenge()));
                int head = ByteBuffer.wrap(sha256.digest(nonce)).getInt();
                if (Integer.numberOfLeadingZeros(head) >= challenge.bits()) {
                    return nonce;
                }
            }
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private String bought() {
        Challenge challenge = work.challenge();
        return work.ticket(challenge.challenge(), done(challenge)).orElseThrow();
    }

    @Test
    void done_work_buys_a_ticket_once() {
        Challenge challenge = work.challenge();
        byte[] nonce = done(challenge);
        assertThat(work.ticket(challenge.challenge(), nonce)).isPresent();
        assertThat(work.ticket(challenge.challenge(), nonce)).isEmpty();
    }

    @Test
    void what_is_no_work_buys_nothing() {
        Challenge challenge = work.challenge();
        Optional<String> lucky = Optional.empty();
        int tries = 0;
        for (long i = 0; i < 64 && lucky.isEmpty(); i++, tries++) {
            lucky = work.ticket(
                    challenge.challenge(), ByteBuffer.allocate(8).putLong(i).array());
        }
        assertThat(lucky.isEmpty() || tries >= 1).isTrue();
        assertThat(work.ticket("bm90aGluZw==", new byte[8]))
                .as("an unknown challenge")
                .isEmpty();
        assertThat(work.ticket(work.challenge().challenge(), new byte[7])).isEmpty();
        assertThat(work.ticket(work.challenge().challenge(), new byte[9])).isEmpty();
    }

    @Test
    void a_ticket_is_good_for_one_case_and_for_so_many_bytes() {
        String ticket = bought();
        assertThat(work.isFor(ticket, "one")).isTrue();
        assertThat(work.isFor(ticket, "one")).as("tried again").isTrue();
        assertThat(work.isFor(ticket, "two")).isFalse();
        assertThat(work.spend(ticket, 600)).isTrue();
        assertThat(work.spend(ticket, 600)).isFalse();
        assertThat(work.spend(ticket, 400)).isTrue();
        assertThat(work.isFor("made up", "one")).isFalse();
        assertThat(work.spend("made up", 1)).isFalse();
    }

    @Test
    void challenges_and_tickets_grow_too_old() {
        Challenge challenge = work.challenge();
        byte[] nonce = done(challenge);
        String ticket = bought();
        clock.passes(Work.GOOD_FOR.plusSeconds(1));
        assertThat(work.isGood(ticket)).isFalse();
        assertThat(work.ticket(challenge.challenge(), nonce)).isEmpty();
    }

    /** With as many tickets an hour as {@code komir.form.submissions-an-hour} has, if nobody says otherwise. */
    @Test
    void an_office_sends_a_hundred_cases_a_day_at_the_usual_price_and_a_flood_only_makes_it_pay_more() {
        int low = 2;
        Work shipped = new Work(low, 200, 1000, clock, new SecureRandom());
        for (int family = 0; family < 100; family++) {
            for (int elsewhere = 0; elsewhere < 10; elsewhere++) {
                bought(shipped);
            }
            assertThat(bought(shipped)).as("the office's family %d", family).isEqualTo(low);
            clock.passes(Duration.ofMinutes(5));
        }
        clock.passes(Duration.ofHours(1));
        for (int family = 0; family < 100; family++) {
            assertThat(bought(shipped))
                    .as("all that lay for a day at once, family %d", family)
                    .isEqualTo(low);
        }
        for (int flood = 0; flood < 7000; flood++) {
            bought(shipped);
        }
        assertThat(bought(shipped)).as("the office, in the flood").isEqualTo(low + 6);
        clock.passes(Duration.ofMinutes(61));
        assertThat(bought(shipped)).isEqualTo(low);
    }

    /** @return the price */
    private static int bought(Work work) {
        Challenge challenge = work.challenge();
        assertThat(work.ticket(challenge.challenge(), done(challenge))).isPresent();
        return challenge.bits();
    }

    @Test
    void the_price_rises_with_the_number_of_tickets_and_falls_again() {
        assertThat(work.challenge().bits()).isEqualTo(BITS);
        for (int i = 0; i < 4; i++) {
            bought();
        }
        assertThat(work.challenge().bits()).isEqualTo(BITS + 1);
        for (int i = 0; i < 4; i++) {
            bought();
        }
        assertThat(work.challenge().bits()).isEqualTo(BITS + 2);
        clock.passes(Duration.ofMinutes(61));
        assertThat(work.challenge().bits()).isEqualTo(BITS);
    }
}

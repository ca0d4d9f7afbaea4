package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.crypto.Identity;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReviewLoginTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MadeUpPerson aigul = MadeUpPerson.named("aigul", Role.REVIEWER);
    private final MadeUpPerson dauren = MadeUpPerson.named("dauren", Role.SECURITY);
    private final MadeUpPerson keeper = MadeUpPerson.named("keeper", Role.CUSTODIAN, Role.COORDINATOR);
    private final MadeUpPerson second = MadeUpPerson.named("second", Role.SECOND);
    private final MadeUpPerson nurse = MadeUpPerson.named("nurse", Role.AID);
    private final MadeUpPerson trustee = MadeUpPerson.named("trustee", Role.TRUSTEE);
    private final MadeUpPerson rota = MadeUpPerson.named("rota", Role.COORDINATOR);
    private final MadeUpPerson matcher = MadeUpPerson.named("matcher", Role.MATCHER);
    private final MadeUpPerson translator = MadeUpPerson.named("translator", Role.TRANSLATOR);
    private final HandClock clock = new HandClock("2026-11-23T10:00:00Z");
    private Optional<Directory> directory =
            of(aigul, dauren, keeper, second, nurse, trustee, rota, matcher, translator);
    private final Login login = new Login(() -> directory, () -> false, clock, RANDOM);

    private static Optional<Directory> of(MadeUpPerson... people) {
        LocalDate today = LocalDate.parse("2026-11-23");
        List<Person> list = List.of(people).stream().map(MadeUpPerson::person).toList();
        return Optional.of(new Directory(
                "Office",
                1,
                today,
                today.plusDays(90),
                3,
                Identity.generate(RANDOM).recipient(),
                list));
    }

    private String token(MadeUpPerson person) {
        String id = person.person().id();
        byte[] challenge = login.challenge(id);
        return login.login(id, challenge, person.signingKey().sign(SigningDomain.LOGIN, challenge));
    }

    private String who(String token) {
        return login.who(Optional.of("Bearer " + token)).id();
    }

    private static void assertRefused(Why why, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    }

    @Test
    void whoever_signs_the_challenge_with_the_key_of_the_directory_is_that_volunteer() {
        String token = token(aigul);
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(who(token)).isEqualTo("aigul");
        assertThat(who(token(dauren))).isEqualTo("dauren");
    }

    @Test
    void another_key_is_refused_and_uses_the_challenge_up() {
        byte[] challenge = login.challenge("aigul");
        byte[] foreign = SigningKey.generate(RANDOM).sign(SigningDomain.LOGIN, challenge);
        byte[] right = aigul.signingKey().sign(SigningDomain.LOGIN, challenge);
        assertRefused(Why.LOGIN_FAILED, () -> login.login("aigul", challenge, foreign));
        assertRefused(Why.LOGIN_FAILED, () -> login.login("aigul", challenge, right));
    }

    @Test
    void a_signature_that_was_made_for_another_purpose_is_refused() {
        byte[] challenge = login.challenge("aigul");
        byte[] signature = aigul.signingKey().sign(SigningDomain.DIRECTORY, challenge);
        assertRefused(Why.LOGIN_FAILED, () -> login.login("aigul", challenge, signature));
    }

    @Test
    void a_challenge_serves_once() {
        byte[] challenge = login.challenge("aigul");
        byte[] signature = aigul.signingKey().sign(SigningDomain.LOGIN, challenge);
        login.login("aigul", challenge, signature);
        assertRefused(Why.LOGIN_FAILED, () -> login.login("aigul", challenge, signature));
    }

    @Test
    void a_challenge_of_one_volunteer_does_not_serve_another() {
        byte[] challenge = login.challenge("aigul");
        byte[] signature = dauren.signingKey().sign(SigningDomain.LOGIN, challenge);
        assertRefused(Why.LOGIN_FAILED, () -> login.login("dauren", challenge, signature));
    }

    @Test
    void a_challenge_that_the_server_never_gave_is_refused() {
        byte[] own = new byte[32];
        byte[] signature = aigul.signingKey().sign(SigningDomain.LOGIN, own);
        assertRefused(Why.LOGIN_FAILED, () -> login.login("aigul", own, signature));
    }

    @Test
    void a_challenge_is_over_after_two_minutes() {
        byte[] challenge = login.challenge("aigul");
        byte[] signature = aigul.signingKey().sign(SigningDomain.LOGIN, challenge);
        clock.passes(Duration.ofMinutes(2));
        assertRefused(Why.LOGIN_FAILED, () -> login.login("aigul", challenge, signature));
    }

    @Test
    void only_who_has_something_to_do_here_gets_in() {
        for (MadeUpPerson one : List.of(rota, matcher, translator, nurse)) {
            assertThat(who(token(one))).isEqualTo(one.person().id());
        }
        assertThat(who(token(keeper))).isEqualTo("keeper");
        assertThat(who(token(second))).isEqualTo("second");
        assertRefused(Why.NOT_A_REVIEWER, () -> login.challenge("trustee"));
        assertRefused(Why.NOT_A_REVIEWER, () -> login.challenge("nobody"));
    }

    @Test
    void a_session_ends_when_it_is_not_used_for_half_an_hour() {
        String token = token(aigul);
        clock.passes(Duration.ofMinutes(29));
        assertThat(who(token)).isEqualTo("aigul");
        clock.passes(Duration.ofMinutes(29));
        assertThat(who(token)).isEqualTo("aigul");
        clock.passes(Duration.ofMinutes(30));
        assertRefused(Why.LOGIN_NEEDED, () -> who(token));
    }

    @Test
    void a_session_ends_after_eight_hours_however_it_is_used() {
        String token = token(aigul);
        for (int i = 0; i < 24; i++) {
            assertThat(who(token)).isEqualTo("aigul");
            clock.passes(Duration.ofMinutes(20));
        }
        assertRefused(Why.LOGIN_NEEDED, () -> who(token));
    }

    @Test
    void a_person_who_is_removed_has_lost_the_session_at_once_and_for_good() {
        String token = token(aigul);
        Optional<Directory> before = directory;
        directory = of(dauren);
        assertRefused(Why.LOGIN_NEEDED, () -> who(token));
        directory = before;
        assertRefused(Why.LOGIN_NEEDED, () -> who(token));
    }

    @Test
    void a_person_who_loses_the_role_or_gets_a_new_key_has_lost_the_session() {
        String token = token(aigul);
        directory = of(MadeUpPerson.named("aigul", Role.REVIEWER), dauren);
        assertRefused(Why.LOGIN_NEEDED, () -> who(token));

        String other = token(dauren);
        directory = of(new MadeUpPerson(
                new Person(
                        "dauren",
                        "dauren",
                        Set.of(Role.TRUSTEE),
                        dauren.person().recipient(),
                        dauren.person().signingKey()),
                dauren.identity(),
                dauren.signingKey()));
        assertRefused(Why.LOGIN_NEEDED, () -> who(other));
    }

    @Test
    void without_a_directory_in_force_nobody_is_anybody() {
        String token = token(aigul);
        directory = Optional.empty();
        assertRefused(Why.DIRECTORY, () -> who(token));
        assertRefused(Why.DIRECTORY, () -> login.challenge("aigul"));
    }

    @Test
    void a_made_up_or_missing_token_is_refused() {
        token(aigul);
        assertRefused(Why.LOGIN_NEEDED, () -> who("x".repeat(43)));
        assertRefused(Why.LOGIN_NEEDED, () -> login.who(Optional.empty()));
        assertRefused(Why.LOGIN_NEEDED, () -> login.who(Optional.of("Basic eDp5")));
    }

    @Test
    void an_eleventh_login_within_a_minute_is_refused_for_that_volunteer_only() {
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            given.add(new String(login.challenge("aigul"), ISO_8859_1));
        }
        assertThat(given).hasSize(10);
        assertRefused(Why.BUSY, () -> login.challenge("aigul"));
        login.challenge("dauren");
        clock.passes(Duration.ofMinutes(1));
        login.challenge("aigul");
    }

    @Test
    void a_ninth_session_of_a_volunteer_ends_the_oldest() {
        String first = token(aigul);
        for (int i = 0; i < 8; i++) {
            clock.passes(Duration.ofSeconds(10));
            token(aigul);
        }
        assertRefused(Why.LOGIN_NEEDED, () -> who(first));
    }
}

package org.komir.bot.review;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.review.Refused.Why;
import org.komir.crypto.Sha256;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.VerifyingKey;

/**
 * Who is asking. A volunteer signs a random challenge with the key that the directory names, and gets a token for some hours.
 * Nothing here can be stolen from a disk: challenges and hashes of tokens are in memory only, and end with the process.
 */
public final class Login {
    private static final int BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private final Supplier<Optional<Directory>> directory;
    private final BooleanSupplier frozen;
    private final Clock clock;
    private final SecureRandom random;
    private final List<Challenge> challenges = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final Map<String, List<Instant>> begun = new HashMap<>();

    /**
     * @param directory the one in force; empty when it has expired: then nobody is anybody
     * @param frozen whether it is frozen: then nobody comes in, and whoever is in is out
     */
    public Login(Supplier<Optional<Directory>> directory, BooleanSupplier frozen, Clock clock, SecureRandom random) {
        this.directory = directory;
        this.frozen = frozen;
        this.clock = clock;
        this.random = random;
    }

    private record Challenge(String volunteer, byte[] bytes, Instant until) {}

    /** @param signingKey that began it: who is given a new key in the directory has to log in with it */
    private record Session(String volunteer, VerifyingKey signingKey, byte[] sha256, Instant until, Instant idleUntil) {
        Session used(Instant now) {
            return new Session(volunteer, signingKey, sha256, until, now.plus(Limit.IDLE_SESSION.time()));
        }

        boolean over(Instant now) {
            return !now.isBefore(until) || !now.isBefore(idleUntil);
        }
    }

    /**
     * Begins a login.
     *
     * @return 32 random bytes, to be signed once and soon
     */
    synchronized byte[] challenge(String volunteer) {
        member(volunteer);
        Instant now = clock.instant();
        challenges.removeIf(old -> !now.isBefore(old.until()));
        countBegun(volunteer, now);
        if (challenges.size() >= Limit.CHALLENGES.most()) {
            throw new Refused(Why.BUSY);
        }
        byte[] bytes = randomBytes();
        challenges.add(new Challenge(volunteer, bytes, now.plus(Limit.CHALLENGES.time())));
        return bytes.clone();
    }

    private void countBegun(String volunteer, Instant now) {
        Duration window = Limit.CHALLENGES_OF_A_VOLUNTEER.time();
        List<Instant> times = begun.computeIfAbsent(volunteer, v -> new ArrayList<>());
        times.removeIf(then -> !now.isBefore(then.plus(window)));
        if (times.size() >= Limit.CHALLENGES_OF_A_VOLUNTEER.most()) {
            throw new Refused(Why.BUSY);
        }
        times.add(now);
    }

    /**
     * Ends a login. The challenge is used up by it, whatever comes out.
     *
     * @return the token, which is kept nowhere here
     */
    synchronized String login(String volunteer, byte[] challenge, byte[] signature) {
        Person person = member(volunteer);
        Instant now = clock.instant();
        if (!takeChallenge(volunteer, challenge, now)
                || !person.signingKey().verifies(SigningDomain.LOGIN, challenge, signature)) {
            throw new Refused(Why.LOGIN_FAILED);
        }
        dropOldSessions(volunteer, now);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
        sessions.add(new Session(
                volunteer,
                person.signingKey(),
                Sha256.of(token),
                now.plus(Limit.SESSIONS_OF_A_VOLUNTEER.time()),
                now.plus(Limit.IDLE_SESSION.time())));
        return token;
    }

    private boolean takeChallenge(String volunteer, byte[] bytes, Instant now) {
        for (Iterator<Challenge> each = challenges.iterator(); each.hasNext(); ) {
            Challenge challenge = each.next();
            if (MessageDigest.isEqual(challenge.bytes(), bytes)) {
                each.remove();
                return challenge.volunteer().equals(volunteer) && now.isBefore(challenge.until());
            }
        }
        return false;
    }

    private void dropOldSessions(String volunteer, Instant now) {
        sessions.removeIf(session -> session.over(now));
        List<Session> own = sessions.stream()
                .filter(session -> session.volunteer().equals(volunteer))
                .sorted(Comparator.comparing(Session::until))
                .toList();
        int tooMany = own.size() - Limit.SESSIONS_OF_A_VOLUNTEER.most() + 1;
        if (tooMany > 0) {
            sessions.removeAll(own.subList(0, tooMany));
        }
    }

    /**
     * Whose token this is, by the directory of now: who was removed from it has lost the session at once.
     *
     * @param authorization the header {@code Authorization}
     */
    synchronized Person who(Optional<String> authorization) {
        byte[] sha256 = Sha256.of(authorization
                .filter(value -> value.startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()))
                .orElseThrow(() -> new Refused(Why.LOGIN_NEEDED)));
        Directory current = current();
        Instant now = clock.instant();
        sessions.removeIf(session -> session.over(now) || !stillGood(session, current));
        for (int i = 0; i < sessions.size(); i++) {
            Session session = sessions.get(i);
            if (MessageDigest.isEqual(session.sha256(), sha256)) {
                sessions.set(i, session.used(now));
                return current.person(session.volunteer()).orElseThrow();
            }
        }
        throw new Refused(Why.LOGIN_NEEDED);
    }

    /** Ids of who has asked for something lately, in their order. */
    synchronized List<String> here() {
        Directory current = current();
        Instant lately = clock.instant().minus(Limit.HERE.time()).plus(Limit.IDLE_SESSION.time());
        return sessions.stream()
                .filter(session -> session.idleUntil().isAfter(lately) && stillGood(session, current))
                .map(Session::volunteer)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean stillGood(Session session, Directory current) {
        return current.person(session.volunteer())
                .filter(Login::entersHere)
                .filter(person -> person.signingKey().equals(session.signingKey()))
                .isPresent();
    }

    private Person member(String volunteer) {
        return current().person(volunteer).filter(Login::entersHere).orElseThrow(() -> new Refused(Why.NOT_A_REVIEWER));
    }

    /** Whoever has something to do in the console. Who is only a trustee has not. */
    private static boolean entersHere(Person person) {
        return Stream.of(
                        Role.REVIEWER,
                        Role.SECURITY,
                        Role.CUSTODIAN,
                        Role.SECOND,
                        Role.AID,
                        Role.COORDINATOR,
                        Role.TRANSLATOR,
                        Role.MATCHER)
                .anyMatch(person::is);
    }

    /** Of everybody, for ever: who was in comes in anew. */
    synchronized void endAll() {
        sessions.clear();
        challenges.clear();
    }

    private Directory current() {
        if (frozen.getAsBoolean()) {
            throw new Refused(Why.FROZEN);
        }
        return directory.get().orElseThrow(() -> new Refused(Why.DIRECTORY));
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}

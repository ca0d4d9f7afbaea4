package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a sender pays instead of naming itself: a few seconds of its telephone's work for a ticket, which is good for one submission and its files. The price
 * rises with the number of tickets, never for one sender: who it is, nobody asks. Challenges and tickets are in memory alone.
 */
public final class Work {
    /** How long the work may take, and how long what it bought is good. */
    static final Duration GOOD_FOR = Duration.ofHours(6);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final byte[] LABEL = "komir/work/v1\n".getBytes(US_ASCII);
    private static final int BYTES = 32;
    private static final int NONCE_BYTES = 8;
    /** Of each kind that is remembered; the oldest goes. */
    private static final int MOST = 100_000;

    private static final int MOST_EXTRA_BITS = 6;
    /** How often a mailbox may be asked for with one ticket: enough for a family that slips, and dear for whoever guesses. */
    static final int VISITS = 20;

    private final int bits;
    private final int usualAnHour;
    private final long bytesOfATicket;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Asked> challenges = new LinkedHashMap<>();
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();
    private final Deque<Instant> issued = new ArrayDeque<>();

    /** @param bits of the work, each doubling it */
    public record Challenge(String challenge, int bits) {}

    private record Asked(int bits, Instant until) {}

    /** A right to send one case, or one request for a link; which, is decided by the first. */
    private static final class Ticket {
        private final Instant until;
        private long bytesLeft;
        private int visitsLeft = VISITS;
        private Optional<String> of = Optional.empty();

        Ticket(Instant until, long bytesLeft) {
            this.until = until;
            this.bytesLeft = bytesLeft;
        }
    }

    /**
     * @param bits that a ticket costs on a usual day: 2^bits hashes on average
     * @param usualAnHour as many tickets an hour cost that; twice as many cost a bit more, and so on
     * @param bytesOfATicket of sealed files
     */
    public Work(int bits, int usualAnHour, long bytesOfATicket, Clock clock, SecureRandom random) {
        this.bits = bits;
        this.usualAnHour = usualAnHour;
        this.bytesOfATicket = bytesOfATicket;
        this.clock = clock;
        this.random = random;
    }

    /** A new piece of work. */
    public synchronized Challenge challenge() {
        Instant now = clock.instant();
        tidy(now);
        String challenge = secret();
        int price = bits + extraBits();
        challenges.put(challenge, new Asked(price, now.plus(GOOD_FOR)));
        return new Challenge(challenge, price);
    }

    /** A ticket for work that was done; empty where it was not, or the challenge is unknown, used or too old. */
    public synchronized Optional<String> ticket(String challenge, byte[] nonce) {
        Instant now = clock.instant();
        tidy(now);
        Optional<Asked> asked = Optional.ofNullable(challenges.get(challenge));
        if (asked.isEmpty()
                || nonce.length != NONCE_BYTES
                || leadingZeros(hash(challenge, nonce)) < asked.get().bits()) {
            return Optional.empty();
        }
        challenges.remove(challenge);
        issued.addLast(now);
        String ticket = secret();
        tickets.put(ticket, new Ticket(now.plus(GOOD_FOR), bytesOfATicket));
        return Optional.of(ticket);
    }

    /** Whether the ticket is good at all. */
    public synchronized boolean isGood(String ticket) {
        tidy(clock.instant());
        return tickets.containsKey(ticket);
    }

    /** Takes so many bytes off the ticket; false where it is not good for them. */
    public synchronized boolean spend(String ticket, long bytes) {
        tidy(clock.instant());
        Ticket known = tickets.get(ticket);
        if (known == null || known.bytesLeft < bytes) {
            return false;
        }
        known.bytesLeft -= bytes;
        return true;
    }

    /** Takes one visit to a mailbox off the ticket; false where it is not good for one more. */
    public synchronized boolean visit(String ticket) {
        tidy(clock.instant());
        Ticket known = tickets.get(ticket);
        if (known == null || known.visitsLeft == 0) {
            return false;
        }
        known.visitsLeft--;
        return true;
    }

    /** Gives a visit back: it found what a guesser does not find. */
    public synchronized void giveBack(String ticket) {
        Ticket known = tickets.get(ticket);
        if (known != null && known.visitsLeft < VISITS) {
            known.visitsLeft++;
        }
    }

    /**
     * Whether the ticket is good for this one thing: it is for the first that it is shown for, as often as that is tried.
     *
     * @param name a case's id, or the hash of a request for a link
     */
    public synchronized boolean isFor(String ticket, String name) {
        tidy(clock.instant());
        Ticket known = tickets.get(ticket);
        if (known == null || !known.of.orElse(name).equals(name)) {
            return false;
        }
        known.of = Optional.of(name);
        return true;
    }

    private int extraBits() {
        int doubled = Integer.SIZE - Integer.numberOfLeadingZeros(issued.size() / usualAnHour);
        return Math.min(doubled, MOST_EXTRA_BITS);
    }

    private void tidy(Instant now) {
        challenges.values().removeIf(asked -> asked.until().isBefore(now));
        tickets.values().removeIf(ticket -> ticket.until.isBefore(now));
        issued.removeIf(at -> at.plus(HOUR).isBefore(now));
        dropOldest(challenges);
        dropOldest(tickets);
    }

    private static void dropOldest(Map<String, ?> map) {
        if (map.size() >= MOST) {
            map.remove(map.keySet().iterator().next());
        }
    }

    private String secret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] hash(String challenge, byte[] nonce) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(LABEL);
            sha256.update(Base64.getDecoder().decode(challenge));
            return sha256.digest(nonce);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }

    private static int leadingZeros(byte[] hash) {
        int zeros = 0;
        for (byte one : hash) {
            if (one != 0) {
                return zeros + Integer.numberOfLeadingZeros(one & 0xff) - 24;
            }
            zeros += Byte.SIZE;
        }
        return zeros;
    }
}

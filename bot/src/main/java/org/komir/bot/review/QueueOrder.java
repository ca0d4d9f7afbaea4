package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Triage.Known;
import org.komir.bot.review.Triage.Urgency;

/**
 * In which order cases are offered: those for today, those that nobody has opened for a week, those for this week, those of which nothing is known, those that can wait. Among equals the order says nothing
 * about when a case came: it is drawn anew every ten days, and on each of these days another tenth comes first, so that every case is among the first once in ten days.
 */
public final class QueueOrder {
    /** After so many days without being opened a case comes up. */
    static final int DAYS_UNOPENED = 7;

    private static final int DRAWN_FOR_DAYS = 10;
    private static final int KEY_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param random of the key, without which whoever makes cases could choose ids that come first */
    public QueueOrder(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, HMAC);
    }

    private enum Row {
        TODAY,
        UNOPENED,
        WEEK,
        UNKNOWN,
        CALM
    }

    /** @param today UTC */
    List<Queued> order(List<Queued> queue, LocalDate today) {
        Map<Row, List<Queued>> rows = new TreeMap<>();
        queue.forEach(one ->
                rows.computeIfAbsent(row(one, today), row -> new ArrayList<>()).add(one));
        return rows.values().stream()
                .flatMap(row -> fair(row, Queued::id, today).stream())
                .toList();
    }

    /** Among equals. @param today UTC */
    <T> List<T> fair(List<T> equals, Function<T, CaseId> id, LocalDate today) {
        List<T> drawn = drawn(equals, id, Math.floorDiv(today.toEpochDay(), DRAWN_FOR_DAYS));
        long turn = Math.floorMod(today.toEpochDay(), DRAWN_FOR_DAYS);
        Collections.rotate(drawn, (int) -(turn * drawn.size() / DRAWN_FOR_DAYS));
        return drawn;
    }

    /** Whether nobody has opened it for a week, or longer. */
    static boolean isUnopened(Queued one, LocalDate today) {
        return one.lease().isEmpty()
                && one.known()
                        .unopened()
                        .filter(day -> !day.plusDays(DAYS_UNOPENED).isAfter(today))
                        .isPresent();
    }

    private static Row row(Queued one, LocalDate today) {
        Known known = one.known();
        Optional<Urgency> urgency =
                known.urgency().or(() -> one.urgent() ? Optional.of(Urgency.TODAY) : Optional.empty());
        if (urgency.filter(Urgency.TODAY::equals).isPresent()) {
            return Row.TODAY;
        }
        if (isUnopened(one, today)) {
            return Row.UNOPENED;
        }
        return urgency.map(word -> word == Urgency.WEEK ? Row.WEEK : Row.CALM).orElse(Row.UNKNOWN);
    }

    private <T> List<T> drawn(List<T> equals, Function<T, CaseId> id, long draw) {
        record Drawn<T>(String place, T one) {}
        Mac mac = mac();
        return equals.stream()
                .map(one -> new Drawn<>(
                        HexFormat.of()
                                .formatHex(
                                        mac.doFinal((draw + " " + id.apply(one).hex()).getBytes(US_ASCII))),
                        one))
                .sorted(Comparator.comparing(Drawn::place))
                .map(Drawn::one)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** One for a whole queue: a {@link org.komir.crypto.KeyedHash} makes one for each hash, which takes eight times as long for ten thousand cases. */
    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC with SHA-256 belongs to every Java", impossible);
        }
    }
}

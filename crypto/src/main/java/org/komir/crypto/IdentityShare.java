package org.komir.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * A part of an identity's seed. Any {@code needed} of the parts give it back; fewer tell nothing about it, however much is computed (Shamir, "How to share a
 * secret", 1979; over GF(2^8) with the polynomial 0x11B, share n at x = n, as other programs do it too).
 *
 * <p>Such a share has no integrity of its own: one altered byte gives another identity. So each carries the same sheet, with the SHA-256 of the recipient and of
 * every share, and whoever altered a share or brought that of another key is named. Prints as {@code [redacted]}.
 */
public final class IdentityShare {
    /** What one share would say alone is the secret itself. */
    public static final int FEWEST_NEEDED = 2;

    /** More than trustees that anybody has; x is a byte. */
    public static final int MOST_SHARES = 20;

    private static final String HEADER = "# komir share 1";
    private static final String NUMBER = "number: ";
    private static final String NEEDED = "needed: ";
    private static final String RECIPIENT = "recipient-sha256: ";
    private static final String SHARES = "shares-sha256: ";
    private static final String SHARE = "share: ";
    private static final int LINES = 6;
    private static final Pattern SMALL = Pattern.compile("[1-9][0-9]?");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** What stands on all shares of one identity. */
    private record Sheet(int needed, String recipientSha256, List<String> sharesSha256) {
        private Sheet {
            sharesSha256 = List.copyOf(sharesSha256);
            if (needed < FEWEST_NEEDED || needed > sharesSha256.size() || sharesSha256.size() > MOST_SHARES) {
                throw new IllegalArgumentException("2 to 20 shares, of which 2 or more are needed");
            }
        }
    }

    private final Sheet sheet;
    private final int number;
    private final byte[] value;

    private IdentityShare(Sheet sheet, int number, byte[] value) {
        if (number > sheet.sharesSha256().size()) {
            throw new IllegalArgumentException("there are fewer shares than its number says");
        }
        if (value.length != Hybrid.SEED_BYTES) {
            throw new IllegalArgumentException("a share has as many bytes as the seed");
        }
        this.sheet = sheet;
        this.number = number;
        this.value = value;
    }

    /**
     * Takes an identity apart.
     *
     * @param needed at least {@link #FEWEST_NEEDED}
     * @param count from {@code needed} to {@link #MOST_SHARES}
     * @throws IllegalArgumentException for other numbers
     */
    public static List<IdentityShare> split(Identity identity, int needed, int count, SecureRandom random) {
        if (needed < FEWEST_NEEDED || needed > count || count > MOST_SHARES) {
            throw new IllegalArgumentException("2 to 20 shares, of which 2 or more are needed");
        }
        try {
            ShamirSplitSecretShare[] parts = new ShamirSecretSplitter(
                            ShamirSecretSplitter.Algorithm.AES,
                            ShamirSecretSplitter.Mode.Native,
                            Hybrid.SEED_BYTES,
                            random)
                    .resplit(identity.seed(), needed, count)
                    .getSecretShares();
            List<String> hashes = new ArrayList<>();
            for (ShamirSplitSecretShare part : parts) {
                hashes.add(Sha256.hex(part.getEncoded()));
            }
            Sheet sheet = new Sheet(needed, recipientSha256(identity), hashes);
            List<IdentityShare> shares = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                shares.add(new IdentityShare(sheet, i + 1, parts[i].getEncoded()));
            }
            return List.copyOf(shares);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The identity that these shares were made of.
     *
     * @throws CannotJoin if there are too few, one is there twice, was altered, or belongs to another identity
     */
    public static Identity join(List<IdentityShare> shares) throws CannotJoin {
        if (shares.isEmpty()) {
            throw new CannotJoin("there is no share");
        }
        Sheet sheet = agreed(shares);
        List<Integer> seen = new ArrayList<>();
        for (IdentityShare share : shares) {
            if (seen.contains(share.number)) {
                throw new CannotJoin("share " + share.number + " is there twice");
            }
            seen.add(share.number);
            if (!Sha256.hex(share.value).equals(sheet.sharesSha256().get(share.number - 1))) {
                throw new CannotJoin("share " + share.number + " was altered: leave it out");
            }
        }
        if (shares.size() < sheet.needed()) {
            throw new CannotJoin(sheet.needed() + " shares are needed, and there are " + shares.size());
        }
        Identity identity = Identity.fromSeed(joined(shares.subList(0, sheet.needed())));
        if (!recipientSha256(identity).equals(sheet.recipientSha256())) {
            throw new CannotJoin("these shares do not give the key that they name");
        }
        return identity;
    }

    /** The sheet of all, or of all but those that are named. */
    private static Sheet agreed(List<IdentityShare> shares) throws CannotJoin {
        Sheet most = shares.getFirst().sheet;
        for (IdentityShare share : shares) {
            if (with(share.sheet, shares) > with(most, shares)) {
                most = share.sheet;
            }
        }
        Sheet majority = most;
        if (with(majority, shares) == shares.size()) {
            return majority;
        }
        if (with(majority, shares) * 2 <= shares.size()) {
            throw new CannotJoin("these shares do not belong together");
        }
        throw new CannotJoin(shares.stream()
                .filter(share -> !share.sheet.equals(majority))
                .map(share -> "share " + share.number)
                .collect(Collectors.joining(", ", "", " does not belong to the others, or was altered: leave it out")));
    }

    private static long with(Sheet sheet, List<IdentityShare> shares) {
        return shares.stream().filter(share -> share.sheet.equals(sheet)).count();
    }

    private static byte[] joined(List<IdentityShare> shares) {
        ShamirSplitSecretShare[] parts = shares.stream()
                .map(share -> new ShamirSplitSecretShare(share.value.clone(), share.number))
                .toArray(ShamirSplitSecretShare[]::new);
        try {
            return new ShamirSplitSecret(ShamirSecretSplitter.Algorithm.AES, ShamirSecretSplitter.Mode.Native, parts)
                    .getSecret();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** From 1. */
    public int number() {
        return number;
    }

    /** How many shares give the identity back. */
    public int needed() {
        return sheet.needed();
    }

    /** How many there are. */
    public int count() {
        return sheet.sharesSha256().size();
    }

    /** The secret text itself, of six lines. */
    public String revealSecret() {
        return HEADER
                + '\n'
                + NUMBER
                + number
                + '\n'
                + NEEDED
                + sheet.needed()
                + '\n'
                + RECIPIENT
                + sheet.recipientSha256()
                + '\n'
                + SHARES
                + String.join(" ", sheet.sharesSha256())
                + '\n'
                + SHARE
                + Base64.getEncoder().encodeToString(value)
                + '\n';
    }

    /** @throws CannotOpen.UnknownFormat if it is not the text of a share; it is not repeated */
    public static IdentityShare parse(String text) throws CannotOpen {
        List<String> lines = text.lines().map(String::strip).toList();
        if (lines.size() != LINES || !lines.getFirst().equals(HEADER)) {
            throw new CannotOpen.UnknownFormat();
        }
        try {
            List<String> hashes = List.of(after(SHARES, lines.get(4)).split(" "));
            hashes.forEach(IdentityShare::hash);
            Sheet sheet = new Sheet(small(after(NEEDED, lines.get(2))), hash(after(RECIPIENT, lines.get(3))), hashes);
            return new IdentityShare(
                    sheet,
                    small(after(NUMBER, lines.get(1))),
                    Base64.getDecoder().decode(after(SHARE, lines.get(5))));
        } catch (IllegalArgumentException malformed) {
            throw new CannotOpen.UnknownFormat();
        }
    }

    private static String after(String label, String line) {
        if (!line.startsWith(label)) {
            throw new IllegalArgumentException("another line");
        }
        return line.substring(label.length());
    }

    private static int small(String digits) {
        if (!SMALL.matcher(digits).matches()) {
            throw new IllegalArgumentException("a number has one or two digits");
        }
        return Integer.parseInt(digits);
    }

    private static String hash(String text) {
        if (!SHA_256.matcher(text).matches()) {
            throw new IllegalArgumentException("a hash has 64 lower-case hexadecimal digits");
        }
        return text;
    }

    private static String recipientSha256(Identity identity) {
        return Sha256.hex(identity.recipient().toString().getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}

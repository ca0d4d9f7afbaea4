package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.crypto.Identity;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;

/** What follows from a receipt that no family has, without the half second of Argon2id. */
public record MadeUpReceipt(byte[] mailboxId, Identity identity, SigningKey author) {

    public static MadeUpReceipt made(SecureRandom random) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        return new MadeUpReceipt(id, Identity.generate(random), SigningKey.generate(random));
    }

    /** Of another family, without the time that keys take: nobody signs anything with these. */
    public MadeUpReceipt another(SecureRandom random) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        return new MadeUpReceipt(id, identity, author);
    }

    public String name() {
        return sha256(mailboxId);
    }

    public Mailbox mailbox() {
        return new Mailbox(name(), identity.recipient(), author.verifyingKey());
    }

    /** {@code komir-author/1}. */
    public SignedText owns(CaseId id, String manifest) {
        String text = "{\"format\":\"komir-author/1\",\"case\":\"" + id.hex() + "\",\"manifest\":\"" + manifest + "\"}";
        return new SignedText(text, author.sign(SigningDomain.AUTHOR, text.getBytes(UTF_8)));
    }

    /** {@code komir-link-request/1}. */
    public String request() {
        return "{\"format\":\"komir-link-request/1\",\"mailbox\":\"%s\",\"recipient\":\"%s\",\"author\":\"%s\"}"
                .formatted(name(), identity.recipient(), author.verifyingKey());
    }

    /** {@code komir-link/1}, that the case comes to this mailbox. */
    public String link(CaseId id) {
        return "{\"format\":\"komir-link/1\",\"case\":\"%s\",\"mailbox\":\"%s\",\"recipient_sha256\":\"%s\",\"author\":\"%s\"}"
                .formatted(
                        id.hex(),
                        name(),
                        sha256(identity.recipient().toString().getBytes(UTF_8)),
                        author.verifyingKey());
    }

    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

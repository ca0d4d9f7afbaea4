package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.Base64;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs that something was handed in on a day: whoever has the sealed manifest's hash can show it to anybody, and nobody learns from it what it was.
 * The key is certified in the directory.
 */
public final class Proofs {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SigningKey intakeKey;

    public Proofs(SigningKey intakeKey) {
        this.intakeKey = intakeKey;
    }

    /**
     * @param proof exact text of {@code komir-proof/1}
     * @param signature base64 of 64 bytes
     */
    public record Proof(String proof, String signature) {}

    /** @param sha256 of the sealed manifest, 64 hexadecimal digits */
    public Proof of(String sha256, LocalDate day) {
        String text = JSON.createObjectNode()
                .put("format", "komir-proof/1")
                .put("day", day.toString())
                .put("sha256", sha256)
                .toString();
        byte[] signature = intakeKey.sign(SigningDomain.PROOF, text.getBytes(UTF_8));
        return new Proof(text, Base64.getEncoder().encodeToString(signature));
    }
}

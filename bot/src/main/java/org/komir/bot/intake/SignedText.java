package org.komir.bot.intake;

import java.util.Arrays;
import java.util.Base64;

/**
 * A text with an Ed25519 signature over its exact UTF-8 bytes, in the domain of what it is for. It holds nothing that a person wrote.
 *
 * @param signature 64 bytes
 */
public record SignedText(String text, byte[] signature) {
    public SignedText {
        signature = signature.clone();
    }

    /** The signature in base64, as it travels. */
    public String base64() {
        return Base64.getEncoder().encodeToString(signature);
    }

    /** @throws IllegalArgumentException if it is no base64 */
    public static SignedText of(String text, String base64) {
        return new SignedText(text, Base64.getDecoder().decode(base64));
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedText that && text.equals(that.text) && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return 31 * text.hashCode() + Arrays.hashCode(signature);
    }
}

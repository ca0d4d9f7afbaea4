package org.komir.bot.intake;

/**
 * A new number that a family made at its own device and for which it asks in person ({@code docs/record-format.md}, step 24). It waits two days for two
 * signatures.
 *
 * @param hash SHA-256 of the text, 64 hexadecimal digits; the family's screen shows its first 77 bits as seven words
 * @param text exact text of {@code komir-link-request/1}: the name of a mailbox, a recipient and an author key, all public halves
 */
public record LinkRequest(String hash, String text) {
    public LinkRequest {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a request is named by 64 hexadecimal digits");
        }
    }
}

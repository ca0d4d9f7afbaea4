package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What everybody can see of an age file: how many recipients it has, and not who they are. */
final class KeyFileShape {
    private static final String INTRO = "age-encryption.org/v1\n";
    private static final String OURS = "-> mlkem768x25519 ";
    private static final String END = "\n--- ";

    private KeyFileShape() {}

    /** -1 for what is no age file, or is sealed to another kind of recipient too. */
    static int recipients(byte[] file) {
        String text = new String(file, ISO_8859_1);
        int end = text.indexOf(END);
        if (!text.startsWith(INTRO) || end < 0) {
            return -1;
        }
        int recipients = 0;
        for (String line : text.substring(INTRO.length(), end).split("\n")) {
            if (line.startsWith(OURS)) {
                recipients++;
            } else if (line.startsWith("->")) {
                return -1;
            }
        }
        return recipients;
    }
}

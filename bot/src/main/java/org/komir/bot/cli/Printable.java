package org.komir.bot.cli;

/** Text that others wrote, made harmless for a terminal. */
final class Printable {
    private static final int REPLACEMENT = 0xFFFD;

    private Printable() {}

    /**
     * Without control characters, which could move the cursor or hide a line, and without those that turn the direction of what
     * follows, which could make one answer look like another. Line feeds stay.
     */
    static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(harmless(c) ? c : REPLACEMENT));
        return clean.toString();
    }

    private static boolean harmless(int c) {
        boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return c == '\n' || c == '\t' || (!Character.isISOControl(c) && !turnsDirection);
    }
}

package org.komir.bot;

/** The one entry point of the jar. */
public final class Komir {
    private Komir() {}

    public static void main(String[] arguments) {}
}

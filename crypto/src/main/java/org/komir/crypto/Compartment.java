package org.komir.crypto;

/**
 * A part of a case with a key of its own. Which compartments a case has is said by its questionnaire; the constants are those that the
 * program itself speaks of.
 *
 * @param name 1 to 16 lower-case letters; part of file names
 */
public record Compartment(String name) {
    /** What happened. */
    public static final Compartment CASE = new Compartment("case");

    /** Who testifies, and how to reach them. */
    public static final Compartment IDENTITY = new Compartment("identity");

    /** Intimidation of the family. */
    public static final Compartment THREATS = new Compartment("threats");

    /** What the family needs in daily life. */
    public static final Compartment NEEDS = new Compartment("needs");

    public Compartment {
        if (!name.matches("[a-z]{1,16}")) {
            throw new IllegalArgumentException("a compartment's name has 1 to 16 lower-case letters");
        }
    }
}

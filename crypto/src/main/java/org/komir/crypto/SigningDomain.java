package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a signature is for. It is signed with the message, so that a signature made for one purpose proves nothing for another. */
public enum SigningDomain {
    /** The organisation's directory, by its root key. */
    DIRECTORY("directory"),
    /** The answer to a login's challenge, by a volunteer's key. */
    LOGIN("login"),
    /** That something was handed in on a day, by the server's intake key. */
    PROOF("proof"),
    /** A volunteer's letter to a family, by the volunteer's key. */
    LETTER("letter"),
    /** That a case is withdrawn, by the key that follows from its receipt. */
    WITHDRAWAL("withdrawal"),
    /** That a case is by whoever has a receipt, by the key that follows from it. */
    AUTHOR("author"),
    /** That a case has another mailbox from now on, by the receipt's key before, or by a custodian and a second person. */
    LINK("link"),
    /** What a security officer decides about a case that was taken back, by that person's key. */
    DECISION("decision"),
    /** What a volunteer adds to a case, by that person's key. */
    WORK("work"),
    /** What a volunteer finds a case to be, by that person's key. */
    VERDICT("verdict"),
    /** That a case was taken back on a day, for its family to show, by the server's intake key. */
    STATEMENT("statement"),
    /** The key of a running witness process, by the server's intake key. */
    WITNESS("witness"),
    /** An entry of the log, by the key of whoever acted. */
    LOG("log"),
    /** That somebody new may have these keys and roles, by a coordinator's key. */
    APPROVAL("approval"),
    /** That a person's key opens nothing new from now on, by two coordinators' keys. */
    REVOCATION("revocation"),
    /** The key of match records, by a coordinator's key. */
    MATCH("match"),
    /** That nothing is read or decided under a directory any more, by two coordinators' keys. */
    FREEZE("freeze");

    private final String name;

    SigningDomain(String name) {
        this.name = name;
    }

    /** The bytes that are signed: {@code komir/NAME/v1}, a line feed, the message. */
    byte[] bind(byte[] message) {
        byte[] label = ("komir/" + name + "/v1\n").getBytes(US_ASCII);
        byte[] bound = new byte[label.length + message.length];
        System.arraycopy(label, 0, bound, 0, label.length);
        System.arraycopy(message, 0, bound, label.length, message.length);
        return bound;
    }
}

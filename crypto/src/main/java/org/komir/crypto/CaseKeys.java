package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/** The keys of a new case, one per compartment. The private halves are sealed and forgotten here. */
public record CaseKeys(Map<Compartment, CaseKey> keys) {
    public CaseKeys {
        keys = Map.copyOf(keys);
    }

    /**
     * Makes a key for each compartment. The plaintext of a key file is an age identity file of one line, so that {@code age -d -i}
     * can read it from a pipe.
     *
     * @param panels each with 1 to {@link Sealer#MOST_RECIPIENTS} recipients a side
     * @throws IllegalArgumentException if a panel has none, or more
     */
    public static CaseKeys generate(SecureRandom random, Sealer sealer, Map<Compartment, Panel> panels) {
        Map<Compartment, CaseKey> keys = new HashMap<>();
        panels.forEach((compartment, panel) -> {
            Identity identity = Identity.generate(random);
            byte[] line = (identity.revealSecret() + "\n").getBytes(US_ASCII);
            keys.put(compartment, new CaseKey(identity.recipient(), seal(sealer, line, panel), panel.panelists()));
        });
        return new CaseKeys(keys);
    }

    private static Sealed<Purpose.CaseKey> seal(Sealer sealer, byte[] line, Panel panel) {
        return switch (panel) {
            case Panel.One one -> sealer.seal(Purpose.CASE_KEY, line, one.recipients());
            case Panel.Nested nested ->
                sealer.seal(
                        Purpose.CASE_KEY,
                        sealer.seal(Purpose.CASE_KEY, line, nested.inner()).bytes(),
                        nested.outer());
        };
    }
}

package org.komir.crypto;

import java.util.Optional;

/**
 * The key of one compartment of one case.
 *
 * @param recipient the public half, to which everything of the compartment is sealed
 * @param file the private half, sealed to the panel
 * @param panelists who the panel is; empty where it is not known
 */
public record CaseKey(Recipient recipient, Sealed<Purpose.CaseKey> file, Optional<Panelists> panelists) {

    /** One whose panel is not known. */
    public CaseKey(Recipient recipient, Sealed<Purpose.CaseKey> file) {
        this(recipient, file, Optional.empty());
    }
}

package org.komir.crypto;

import java.util.List;
import java.util.Optional;

/** Who can open a compartment of a case. */
public sealed interface Panel {

    /** Their ids; empty where they are not known. */
    Optional<Panelists> panelists();

    /** Any one of them. */
    record One(List<Recipient> recipients, Optional<Panelists> panelists) implements Panel {
        public One {
            recipients = List.copyOf(recipients);
        }

        /** People whose ids are not known. */
        public One(List<Recipient> recipients) {
            this(recipients, Optional.empty());
        }
    }

    /** Only one of {@code outer} together with one of {@code inner}: an age file inside an age file. */
    record Nested(List<Recipient> inner, List<Recipient> outer, Optional<Panelists> panelists) implements Panel {
        public Nested {
            inner = List.copyOf(inner);
            outer = List.copyOf(outer);
        }

        /** People whose ids are not known. */
        public Nested(List<Recipient> inner, List<Recipient> outer) {
            this(inner, outer, Optional.empty());
        }
    }
}

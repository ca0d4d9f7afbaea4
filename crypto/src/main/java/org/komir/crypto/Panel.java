package org.komir.crypto;

import java.util.List;

/** Who can open a compartment of a case. */
public sealed interface Panel {

    /** Any one of them. */
    record One(List<Recipient> recipients) implements Panel {
        public One {
            recipients = List.copyOf(recipients);
        }
    }

    /** Only one of {@code outer} together with one of {@code inner}: an age file inside an age file. */
    record Nested(List<Recipient> inner, List<Recipient> outer) implements Panel {
        public Nested {
            inner = List.copyOf(inner);
            outer = List.copyOf(outer);
        }
    }
}

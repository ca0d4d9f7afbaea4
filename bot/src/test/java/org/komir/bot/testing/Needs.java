package org.komir.bot.testing;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;

/** What a test needs that a machine may lack. */
public final class Needs {
    private Needs() {}

    /** Skips the test loudly where it is missing; with {@code KOMIR_NOTHING_SKIPPED=true} it fails instead. */
    public static <T> T orSkip(String program, Optional<T> found) {
        if (found.isEmpty()) {
            if (Boolean.parseBoolean(System.getenv("KOMIR_NOTHING_SKIPPED"))) {
                throw new AssertionError(program + " is not installed, and nothing may be skipped");
            }
            LoggerFactory.getLogger(Needs.class).warn("SKIPPED: this test needs {}, which is not installed", program);
            Assumptions.abort(program + " is not installed");
        }
        return found.orElseThrow();
    }
}

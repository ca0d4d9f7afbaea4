package org.komir.bot;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An office in which one device serves many families; {@code src/test/web/walk-in.mjs} is whoever sits there. */
class WalkInTest {

    @Test
    void of_a_family_that_was_helped_nothing_is_left_for_the_next_one_on_the_same_device(@TempDir Path folder)
            throws Exception {
        EndToEndTest.inABrowser("src/test/web/walk-in.mjs", folder);
    }
}

package org.komir.bot;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands on the screen while the line hangs, and which directory counts then; {@code src/test/web/first-card.mjs} is that line. */
class FirstCardTest {

    @Test
    void the_first_card_waits_for_no_line_and_what_is_sealed_goes_to_the_newest_directory(@TempDir Path folder)
            throws Exception {
        EndToEndTest.inABrowser("src/test/web/first-card.mjs", folder);
    }
}

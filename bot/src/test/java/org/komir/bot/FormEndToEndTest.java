package org.komir.bot;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sealed form, as one person lives it; {@code src/test/web/form.mjs} is that person, and the wire between the form and its server. */
class FormEndToEndTest {

    @Test
    void what_a_family_seals_in_the_form_a_volunteer_reads_and_nobody_between(@TempDir Path folder) throws Exception {
        EndToEndTest.inABrowser("src/test/web/form.mjs", folder);
    }
}

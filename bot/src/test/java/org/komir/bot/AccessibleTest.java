package org.komir.bot;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The form and the practice pages by the rules of WCAG 2.2 AA, as far as a program can tell; {@code src/test/web/accessible.mjs} goes through them. */
@Execution(ExecutionMode.CONCURRENT)
class AccessibleTest {

    @Test
    void everybody_can_use_each_view_of_the_form_and_of_the_practice_pages(@TempDir Path folder) throws Exception {
        EndToEndTest.inABrowser("src/test/web/accessible.mjs", folder);
    }
}

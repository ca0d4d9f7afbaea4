package org.komir.bot;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every card on a phone 360 pixels wide, in every language; {@code src/test/web/narrow-phone.mjs} is the family. It takes a minute and a half,
 * and only words and buttons can change what it finds: {@code docs/screenshots.sh} runs it, and {@code mvn verify} does not.
 */
class NarrowPhoneWalk {

    @Test
    void every_card_fits_a_narrow_phone_in_every_language(@TempDir Path folder) throws Exception {
        EndToEndTest.inABrowser("src/test/web/narrow-phone.mjs", folder);
    }
}

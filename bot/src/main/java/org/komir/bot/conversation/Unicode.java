package org.komir.bot.conversation;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The two normal forms of Unicode (UAX #15) that reading what a family typed needs. The browser has them too, in its own way: there this
 * class is exchanged for one of the same name ({@code bot/engine}), and it is the only one of the package that is.
 */
final class Unicode {

    private Unicode() {}

    /** NFKC: full-width letters, presentation forms and ligatures as the ordinary letters. */
    static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** NFKC, and then small letters, by the rules of no language of its own. */
    static String small(String text) {
        return compatible(text).toLowerCase(Locale.ROOT);
    }

    /** NFD: letters and their marks apart. */
    static String decomposed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD);
    }
}

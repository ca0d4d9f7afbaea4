package org.komir.bot.questionnaires;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * How wide a text is on a narrow telephone, in columns: a Latin letter takes one, a Chinese sign two, a mark above a letter none (UAX #11). A button of a row
 * of its own shows 40 of them on a screen of 360 px, and beyond that Telegram cuts.
 */
final class Width {
    static final int OF_A_ROW = 40;
    static final int OF_HALF_A_ROW = 22;
    static final int OF_A_THIRD = 10;

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    private static int of(int sign) {
        int kind = UCharacter.getType(sign);
        if (kind == Character.NON_SPACING_MARK || kind == Character.FORMAT) {
            return 0;
        }
        int width = UCharacter.getIntPropertyValue(sign, UProperty.EAST_ASIAN_WIDTH);
        return width == UCharacter.EastAsianWidth.WIDE || width == UCharacter.EastAsianWidth.FULLWIDTH ? 2 : 1;
    }
}

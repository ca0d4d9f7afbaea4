package org.komir.bot.conversation;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One spelling for what keyboards spell differently: digits of every script, full-width and presentation forms, dashes, quotes,
 * Kazakh letters typed with Russian ones, the yehs and hehs of Arabic keyboards, Chinese numerals before a unit.
 *
 * <p>The vocabulary goes through the same folding, so that the two can be compared.
 */
final class DateText {

    private static final Map<Integer, String> FOLDED = folding(
            // Kazakh letters as a Russian keyboard has them; no two words of the vocabulary fall together.
            "ә=а ғ=г қ=к ң=н ө=о ұ=у ү=у һ=х і=и ё=е "
                    // Yeh, kaf and heh of Persian, Arabic, Uyghur and Kazakh keyboards.
                    + "ي=ى ی=ى ې=ى ک=ك ه=ە ھ=ە ة=ە "
                    // Dashes that a hyphen key makes; a long dash stays what it is, since it joins years more often
                    // than parts.
                    + "‐=- ‑=- −=- —=– ―=– ‒=– 〜=– ～=– "
                    + "’=' ‘=' ʼ=' ʻ=' `=' ´=' ，=, 、=, ،=, 。=. ؟=? 。=. ≈=~ "
                    + "個=个 號=号 歲=岁 後=后 從=从 約=约 間=间 來=来 現=现");

    private static final int HAMZA = 0x0621;
    private static final int HIGH_HAMZA = 0x0674;
    private static final int HAMZA_ON_YEH = 0x0626;
    private static final int TATWEEL = 0x0640;

    private static final String HAN_DIGITS = "〇一二三四五六七八九";
    private static final Pattern HAN_NUMERAL =
            Pattern.compile("[〇零○一二两三四五六七八九十廿卅]+(?=年|月|日|号|岁|周岁|个月前|天前)|[〇零○一二三四五六七八九]{4}");
    private static final Pattern WAVE_BETWEEN_DIGITS = Pattern.compile("(?<=[0-9年月日号]) ?~ ?(?=[0-9])");

    private DateText() {}

    static String folded(String typed) {
        // The wave dash of a Chinese keyboard would become a tilde, which means "about".
        String small = Unicode.small(typed.replace('～', '–'));
        StringBuilder text = new StringBuilder(small.length());
        String digits = asciiDigits(small);
        boolean han = false;
        for (int at = 0, c; at < digits.length(); at += Character.charCount(c)) {
            c = digits.codePointAt(at);
            fold(c, text);
            han |= Spelling.isChinese(c) || c == '○';
        }
        String folded = text.toString();
        String waved = folded.indexOf('~') < 0
                ? folded
                : WAVE_BETWEEN_DIGITS.matcher(folded).replaceAll("–");
        return (han ? withoutHanNumerals(waved) : waved).strip();
    }

    private static void fold(int c, StringBuilder into) {
        String known = FOLDED.get(c);
        if (known != null) {
            into.append(known);
        } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            into.append(' ');
        } else if (!isSilent(c)) {
            into.appendCodePoint(c);
        }
    }

    private static String withoutHanNumerals(String text) {
        Matcher numerals = HAN_NUMERAL.matcher(text);
        StringBuilder digits = new StringBuilder(text.length());
        int from = 0;
        while (numerals.find()) {
            digits.append(text, from, numerals.start()).append(hanNumber(numerals.group()));
            from = numerals.end();
        }
        return digits.append(text, from, text.length()).toString();
    }

    /** Arabic-Indic, extended Arabic-Indic and full-width digits as 0 to 9. */
    static String asciiDigits(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (int at = 0, c; at < text.length(); at += Character.charCount(c)) {
            c = text.codePointAt(at);
            if (Character.isDigit(c)) {
                ascii.append(Character.digit(c, 10));
            } else {
                ascii.appendCodePoint(c);
            }
        }
        return ascii.toString();
    }

    /** Marks, invisible characters, and the hamzas that are written or left out as the keyboard has them. */
    private static boolean isSilent(int c) {
        return switch (c) {
            case HAMZA, HIGH_HAMZA, HAMZA_ON_YEH, TATWEEL -> true;
            default -> {
                int type = Character.getType(c);
                yield type == Character.FORMAT
                        || type == Character.CONTROL
                        || type == Character.NON_SPACING_MARK
                        || type == Character.MODIFIER_SYMBOL;
            }
        };
    }

    private static String hanNumber(String written) {
        String numeral =
                written.replace('零', '〇').replace('○', '〇').replace("廿", "二十").replace("卅", "三十");
        int ten = numeral.indexOf('十');
        if (ten >= 0) {
            int tens = ten == 0 ? 1 : digit(numeral.substring(0, ten));
            int ones = ten == numeral.length() - 1 ? 0 : digit(numeral.substring(ten + 1));
            return tens < 1 || ones < 0 ? written : Integer.toString(tens * 10 + ones);
        }
        if (numeral.equals("两")) {
            return "2";
        }
        // "两三年" is two or three years, not the year 23.
        boolean either = numeral.length() == 2 && digit(numeral.substring(1)) == digit(numeral.substring(0, 1)) + 1;
        if (numeral.contains("两") || either) {
            return written;
        }
        StringBuilder digits = new StringBuilder();
        numeral.codePoints().forEach(c -> digits.append(HAN_DIGITS.indexOf(c)));
        return digits.toString();
    }

    private static int digit(String one) {
        return one.length() == 1 ? HAN_DIGITS.indexOf(one) : -1;
    }

    private static Map<Integer, String> folding(String pairs) {
        Map<Integer, String> folding = new HashMap<>();
        for (String pair : pairs.strip().split(" +")) {
            int first = pair.codePointAt(0);
            folding.put(first, pair.substring(Character.charCount(first) + 1));
        }
        return Map.copyOf(folding);
    }
}

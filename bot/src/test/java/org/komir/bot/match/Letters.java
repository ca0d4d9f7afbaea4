package org.komir.bot.match;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which letters stand for a sound in each way of writing; each table is a text of its own: sound, letters, sound, letters. What is not named is written as the sound is. */
final class Letters {
    private static final String SHARED_CYRILLIC =
            "a а b б p п m м f ф t т d д n н l л r р g г k к s с z з ch ч sh ш y й o о ";

    static final Map<String, String> KAZAKH_CYRILLIC =
            table(SHARED_CYRILLIC + "ä ә e е é е i і ı ы ö ө u ұ ü ү w у ng ң ğ ғ q қ x х h һ j ж");
    static final Map<String, String> UYGHUR_CYRILLIC =
            table(SHARED_CYRILLIC + "ä ә e е é е i и ı и ö ө u у ü ү w в ng ң ğ ғ q қ x х h һ j җ");
    static final Map<String, String> RUSSIAN_OF_KAZAKH =
            table(SHARED_CYRILLIC + "ä а e е é е i и ı ы ö о u у ü у w у ng н ğ г q к x х h х j ж");
    static final Map<String, String> RUSSIAN_OF_UYGHUR =
            table(SHARED_CYRILLIC + "ä е e е é е i и ı ы ö у u у ü ю w в ng нг ğ г q к x х h х j дж");

    private static final String SHARED_ARABIC =
            "a ا b ب p پ m م f ف t ت d د n ن l ل r ر g گ k ك s س z ز ch چ sh ش y ي o و u ۇ w ۋ ng ڭ q ق h ھ j ج ";

    static final Map<String, String> KAZAKH_ARABIC = table(SHARED_ARABIC + "ä ا e ە é ە i ى ı ى ö و ü ۇ ğ ع x ح");
    static final Map<String, String> UYGHUR_ARABIC = table(SHARED_ARABIC + "ä ە e ې é ې i ى ı ى ö ۆ ü ۈ ğ غ x خ");

    /** Newspapers and passports: after Russian, after Turkish, plain English, with q and gh, the Uyghurs' own. */
    static final List<Map<String, String>> LATIN = List.of(
            table("ä a é e ı y ö o ü u w u ğ g q k x kh h kh j zh"),
            table("ä e é e ı ı ö ö ü ü w v ng n ğ ğ q k x h j c ch ç sh ş"),
            table("ä a é e ı i ö o ü u ğ g q k x h"),
            table("ä e é e ı i ö o ü u ğ gh x kh"),
            table("ä e é ë ı i ğ gh"));

    private Letters() {}

    private static Map<String, String> table(String text) {
        String[] words = text.trim().split(" ");
        Map<String, String> table = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            table.put(words[i], words[i + 1]);
        }
        return Map.copyOf(table);
    }
}

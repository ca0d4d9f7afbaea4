package org.komir.bot.conversation;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Words that stand beside a place's name and are not part of it, in the languages of the families; all of them folded. */
final class PlaceWords {

    /** What a word beside a name says. */
    enum Kind {
        CITY,
        /** A county or a district: both are аудан and район. */
        COUNTY,
        PREFECTURE,
        /** Autonomous, of the Kazakhs, in Xinjiang: left out where a name remains. */
        BESIDE,
        /** In, near, at. */
        SMALL
    }

    private static final Map<String, Kind> WORDS = new HashMap<>();

    /** Beginnings of the longer of these words: what follows is an ending. */
    private static final Map<String, Kind> STEMS = new HashMap<>();

    /** Longest ending after a stem, in letters: -ындағылардың has more, and nobody asks for it. */
    private static final int LONGEST_ENDING = 7;

    private static final Map<String, Kind> CHINESE = Map.of(
            "市", Kind.CITY,
            "县", Kind.COUNTY,
            "縣", Kind.COUNTY,
            "区", Kind.COUNTY,
            "區", Kind.COUNTY,
            "州", Kind.PREFECTURE,
            "地区", Kind.PREFECTURE,
            "地區", Kind.PREFECTURE);

    /** Where a Chinese address begins. */
    private static final List<String> CHINESE_AROUND = List.of("中国", "中國", "新疆维吾尔自治区", "新疆維吾爾自治區", "新疆");

    /** Endings of "in", "from", "to" and "of" in Kazakh and Uyghur, folded, the longer ones first. */
    private static final List<String> ENDINGS = List.of(
            "ндагы", "дагы", "деги", "тагы", "теги", "даги", "таги", "дан", "ден", "тан", "тен", "нан", "нен", "нин",
            "дин", "тин", "да", "де", "та", "те", "га", "ге", "ка", "ке", "دىكى", "داعى", "تاعى", "دان", "دەن", "تان",
            "تەن", "نان", "نەن", "دىن", "تىن", "نىن", "دا", "دە", "تا", "تە", "عا", "غا", "قا", "كە", "dan", "den",
            "tan", "ten", "din", "tin", "ning", "da", "de", "ta", "te", "ga", "ge", "gha", "qa", "ka", "ke");

    static {
        words(Kind.CITY, "қала қаласы шаһар город гор г city town shi shehiri shahri xahiri قالا قالاسى شەھەر شەھىرى");
        words(
                Kind.COUNTY,
                "аудан ауданы уезд район р-н county district xian qu nahiye nahiyisi nahiyesi rayon rayoni"
                        + " اۋدان اۋدانى ناھىيە ناھىيىسى رايون رايونى");
        words(
                Kind.PREFECTURE,
                "аймақ аймағы облыс облысы округ область обл край ао префектура prefecture diqu zhou wilayiti oblasti"
                        + " ايماق ايماعى وبلىس وبلىسى ۋىلايەت ۋىلايىتى ئوبلاست ئوبلاستى");
        words(
                Kind.BESIDE,
                "автономиялы автономиялық автономия автономный автономная автономного autonomous aptonom اۆتونوميالى"
                        + " اۆتونومىيالى ئاپتونوم қазақ моңғол сібе хуэй дүңген қырғыз тәжік казахский монгольский"
                        + " киргизский хуэйский таджикский kazakh kazak qazaq mongol xibe hui kyrgyz tajik قازاق موڭعول"
                        + " موڭغۇل قىرغىز شىبە خۇيزۇ تاجىك шыңжаң шинжаң синьцзян суар қытай қхр китай кнр xinjiang xuar"
                        + " china شىڭجاڭ شىنجاڭ قىتاي جۇڭگو");
        words(Kind.SMALL, "в во из на у под от около возле рядом с и in at near from the of the жақта жанында маңында");
        for (String stem :
                "аудан қаласы аймағы облысы уезд район город округ област префектур اۋدان قالاسى".split(" ")) {
            STEMS.put(
                    Spelling.folded(stem),
                    Optional.ofNullable(WORDS.get(Spelling.folded(stem))).orElse(Kind.PREFECTURE));
        }
    }

    private static void words(Kind kind, String words) {
        for (String word : words.toLowerCase(Locale.ROOT).split(" ")) {
            WORDS.put(Spelling.folded(word), kind);
        }
    }

    private PlaceWords() {}

    /** What a folded word says beside a name; empty for a name, or any other word. */
    static Optional<Kind> kind(String word) {
        Kind whole = WORDS.get(word);
        if (whole != null) {
            return Optional.of(whole);
        }
        return STEMS.entrySet().stream()
                .filter(stem -> word.startsWith(stem.getKey()))
                .filter(stem -> word.length() <= stem.getKey().length() + LONGEST_ENDING)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The kinds that words name, apart from {@link Kind#BESIDE} and {@link Kind#SMALL}. */
    static Set<Kind> kinds(List<String> words) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : words) {
            kind(word).ifPresent(kinds::add);
            chineseKind(word).ifPresent(kinds::add);
        }
        kinds.remove(Kind.BESIDE);
        kinds.remove(Kind.SMALL);
        return kinds;
    }

    private static Optional<Kind> chineseKind(String word) {
        return CHINESE.entrySet().stream()
                .filter(ending -> word.length() > ending.getKey().length() && word.endsWith(ending.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(Map.Entry::getValue);
    }

    /** A Chinese name without 市, 县 and their like, where two characters remain. */
    static String withoutChineseKind(String name) {
        return CHINESE.keySet().stream()
                .filter(name::endsWith)
                .filter(ending -> name.length() >= ending.length() + 2)
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name);
    }

    /** Length of what begins at a position of a Chinese address and names no county: the region, or a kind; 0 for nothing. */
    static int chineseBeside(String text, int at) {
        for (String around : CHINESE_AROUND) {
            if (text.startsWith(around, at)) {
                return around.length();
            }
        }
        return CHINESE.keySet().stream()
                .filter(kind -> text.startsWith(kind, at))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** What may remain of a word without an ending; the longest ending is tried first. */
    static List<String> stems(String word) {
        return ENDINGS.stream()
                .map(Spelling::folded)
                .filter(ending -> word.endsWith(ending) && word.length() >= ending.length() + 4)
                .map(ending -> word.substring(0, word.length() - ending.length()))
                .distinct()
                .toList();
    }
}

package org.komir.bot.match;

import com.ibm.icu.text.Transliterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tells of a person as somebody would in one spelling: with or without the father, with or without an ending, with a slip of the hand, a year beside the right one, the county next door. */
final class Teller {
    private static final Transliterator PINYIN = Transliterator.getInstance("Han-Latin; Latin-ASCII");
    private static final Transliterator BGN = Transliterator.getInstance("Kazakh-Latin/BGN");
    private static final Transliterator ASCII = Transliterator.getInstance("Latin-ASCII");
    private static final Map<String, String> RUSSIAN_KEYBOARD =
            Map.of("ә", "а", "ғ", "г", "қ", "к", "ң", "н", "ө", "о", "ұ", "у", "ү", "у", "һ", "х", "і", "и");

    private final RandomGenerator random;
    private final InventedPeople counties;

    Teller(RandomGenerator random) {
        this.random = random;
        this.counties = new InventedPeople(random);
    }

    Told tell(InventedPerson person, Spelling spelling) {
        String name = name(person, spelling);
        boolean slip = spelling != Spelling.CHINESE && chance(10);
        return new Told(slip ? slip(name) : name, year(person.year()), county(person.county()));
    }

    private String name(InventedPerson person, Spelling spelling) {
        boolean fatherLeftOut = chance(20);
        return switch (spelling) {
            case CYRILLIC -> cyrillic(person, fatherLeftOut);
            case ARABIC -> arabic(person, fatherLeftOut);
            case LATIN -> latin(person, fatherLeftOut);
            case RUSSIAN -> russian(person, fatherLeftOut);
            case PINYIN -> pinyin(person, fatherLeftOut);
            case CHINESE -> chinese(person, fatherLeftOut);
        };
    }

    private String cyrillic(InventedPerson person, boolean fatherLeftOut) {
        Map<String, String> letters = person.kazakh() ? Letters.KAZAKH_CYRILLIC : Letters.UYGHUR_CYRILLIC;
        String given = cased(soft(person.given().in(letters)));
        String father = cased(soft(person.father().in(letters)));
        String childOf = person.kazakh() ? (person.woman() ? "қызы" : "ұлы") : (person.woman() ? " қизи" : " оғли");
        String name = fatherLeftOut ? given : ordered(given, father, childOf, surname(person, ""));
        if (!chance(10)) {
            return name;
        }
        String typed = name;
        for (Map.Entry<String, String> letter : RUSSIAN_KEYBOARD.entrySet()) {
            typed = typed.replace(letter.getKey(), letter.getValue());
        }
        return typed;
    }

    private String arabic(InventedPerson person, boolean fatherLeftOut) {
        String given = arabic(person, person.given());
        String childOf = person.kazakh() ? (person.woman() ? "قىزى" : "ۇلى") : (person.woman() ? " قىزى" : " ئوغلى");
        return fatherLeftOut ? given : given + " " + arabic(person, person.father()) + (chance(25) ? childOf : "");
    }

    private static String arabic(InventedPerson person, Phonemes word) {
        if (!person.kazakh()) {
            return (word.isVowel(0) ? "ئ" : "") + word.in(Letters.UYGHUR_ARABIC);
        }
        boolean front = word.sounds().stream().anyMatch(List.of("ä", "i", "ö", "ü")::contains);
        boolean shown = word.sounds().stream().anyMatch(List.of("e", "k", "g")::contains);
        return (front && !shown ? "ء" : "") + word.in(Letters.KAZAKH_ARABIC);
    }

    private String latin(InventedPerson person, boolean fatherLeftOut) {
        int style = random.nextInt(person.kazakh() ? 4 : 5);
        boolean geographers = person.kazakh() && chance(15);
        String given = latin(person.given(), style, geographers);
        String childOf = person.woman() ? (style == 0 ? "kyzy" : "qizi") : (style == 0 ? "uly" : "ulı");
        return fatherLeftOut
                ? given
                : ordered(given, latin(person.father(), style, geographers), childOf, surname(person, "latin"));
    }

    private String latin(Phonemes word, int style, boolean geographers) {
        if (geographers) {
            String text = BGN.transliterate(word.in(Letters.KAZAKH_CYRILLIC));
            return cased(chance(50) ? ASCII.transliterate(text) : text);
        }
        String text = word.in(Letters.LATIN.get(style));
        return cased(style == 0 && text.startsWith("e") ? "y" + text : text);
    }

    private String russian(InventedPerson person, boolean fatherLeftOut) {
        String given = russian(person, person.given());
        String father = russian(person, person.father());
        String patronymic = father + patronymic(person);
        if (fatherLeftOut) {
            return given;
        }
        return switch (random.nextInt(5)) {
            case 0 ->
                "%s%s %s %s".formatted(russian(person, person.grandfather()), surname(person, ""), given, patronymic);
            case 1 -> "%s%s %s %s".formatted(father, surname(person, ""), given, patronymic);
            case 2 -> "%s %s%s".formatted(given, father, surname(person, ""));
            default -> "%s%s %s".formatted(father, surname(person, ""), given);
        };
    }

    private static String russian(InventedPerson person, Phonemes word) {
        return cased(soft(word.in(person.kazakh() ? Letters.RUSSIAN_OF_KAZAKH : Letters.RUSSIAN_OF_UYGHUR)));
    }

    private static String patronymic(InventedPerson person) {
        String joint = person.father().endsInVowel() ? "е" : "о";
        return joint + (person.woman() ? "вна" : "вич");
    }

    /** @param script {@code latin}, or empty for Cyrillic */
    private static String surname(InventedPerson person, String script) {
        boolean vowel = person.father().endsInVowel();
        return script.equals("latin")
                ? (vowel ? "ev" : "ov") + (person.woman() ? "a" : "")
                : (vowel ? "ев" : "ов") + (person.woman() ? "а" : "");
    }

    private String ordered(String given, String father, String childOf, String surname) {
        int drawn = random.nextInt(100);
        if (drawn < 50) {
            return given + " " + father;
        }
        if (drawn < 75) {
            return given + " " + father + childOf;
        }
        return drawn < 90 ? given + " " + father + surname : father + " " + given;
    }

    private String pinyin(InventedPerson person, boolean fatherLeftOut) {
        String given = pinyin(person.given());
        return fatherLeftOut ? given : given + (chance(10) ? "" : " ") + pinyin(person.father());
    }

    private String pinyin(Phonemes word) {
        return cased(PINYIN.transliterate(Characters.of(word, random)).replace(" ", ""));
    }

    private String chinese(InventedPerson person, boolean fatherLeftOut) {
        String given = Characters.of(person.given(), random);
        return fatherLeftOut ? given : given + (chance(25) ? "" : "·") + Characters.of(person.father(), random);
    }

    private @Nullable Integer year(int born) {
        int drawn = random.nextInt(100);
        return drawn < 10
                ? null
                : drawn < 15
                        ? Integer.valueOf(born - 1)
                        : drawn < 20 ? Integer.valueOf(born + 1) : Integer.valueOf(born);
    }

    private @Nullable String county(String home) {
        int drawn = random.nextInt(100);
        return drawn < 15 ? null : drawn < 23 ? counties.neighbourOf(home) : home;
    }

    /** Two letters change places, one is lost, doubled, or another of the same word. */
    private String slip(String name) {
        int at = random.nextInt(1, name.length());
        char letter = name.charAt(at);
        String before = name.substring(0, at);
        String after = name.substring(at + 1);
        return switch (random.nextInt(4)) {
            case 0 -> before + after;
            case 1 -> before + letter + letter + after;
            case 2 -> before + name.charAt(random.nextInt(name.length())) + after;
            default -> name.substring(0, at - 1) + letter + name.charAt(at - 1) + after;
        };
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static String soft(String cyrillic) {
        return cyrillic.replace("йа", "я").replace("йу", "ю");
    }

    private static String cased(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase() + word.substring(1);
    }
}

package org.komir.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.komir.bot.conversation.Places.Found;
import org.komir.bot.conversation.Places.Place;
import org.komir.bot.testing.Shipped;

class PlacesTest {

    private static final String XINJIANG = "xinjiang";
    private static final Places PLACES = Shipped.questionnaires().places();
    private static final Path MISSPELT = Path.of("src/test/resources/places/misspelt.tsv");

    /** Tries of the slips; the shares below hold for this seed and were measured with five others. */
    private static final int TRIES_FOR_EACH_NAME = 5;

    private static final long SEED = 20261123;

    private static Stream<Place> present() {
        return PLACES.list(XINJIANG).stream()
                .flatMap(prefecture -> Stream.concat(Stream.of(prefecture), prefecture.within().stream()));
    }

    private static List<String> namesOf(Place place) {
        return Stream.concat(
                        place.names().values().stream(),
                        place.also().values().stream().flatMap(List::stream))
                .toList();
    }

    /** What is found, best first. */
    private static List<String> codes(String typed) {
        return switch (PLACES.search(XINJIANG, typed)) {
            case Found.Sure sure -> List.of(sure.place().code());
            case Found.Perhaps perhaps ->
                perhaps.places().stream().map(Place::code).toList();
            case Found.None none -> List.of();
        };
    }

    private static boolean isSure(String typed, String code) {
        return PLACES.search(XINJIANG, typed) instanceof Found.Sure sure
                && sure.place().code().equals(code);
    }

    @Test
    void allPrefecturesAndCountiesAreThere() {
        assertThat(PLACES.list(XINJIANG)).hasSize(15);
        assertThat(present().filter(place -> place.code().length() == 6)).hasSize(112);
    }

    @Test
    void everyPlaceIsFoundByEachOfItsNames() {
        List<String> missed = new ArrayList<>();
        int names = 0;
        for (Place place : present().toList()) {
            for (String name : namesOf(place)) {
                names++;
                if (!codes(name).contains(place.code())) {
                    missed.add(name + " " + place.code());
                }
            }
        }
        assertThat(missed).isEmpty();
        assertThat(names).isGreaterThan(2400);
    }

    @Test
    void whatItsButtonSaysIsThePlaceUnlessATownHasTheNameOfItsPrefecture() {
        Set<String> unsure = present()
                .filter(place -> !place.names().values().stream().allMatch(name -> isSure(name, place.code())))
                .map(Place::code)
                .collect(Collectors.toSet());

        // 650421 Пішан and 653223, which the Russians call Пишань, lie far apart.
        assertThat(unsure)
                .containsExactlyInAnyOrder("6543", "6523", "6505", "6527", "6504", "6529", "6531", "6532", "650421");
    }

    @TestFactory
    Stream<DynamicTest> what_families_type_is_understood() throws IOException {
        List<String> rows = Files.readAllLines(MISSPELT).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(250);
        return rows.stream()
                .map(row -> row.split("\t"))
                .map(row -> DynamicTest.dynamicTest(row[0], () -> {
                    if (row[1].equals("-")) {
                        assertThat(PLACES.search(XINJIANG, row[0])).isInstanceOf(Found.None.class);
                    } else {
                        assertThat(codes(row[0]).stream().limit(3)).contains(row[1].split(" "));
                    }
                }));
    }

    @Test
    void aNameThatTwoPlacesShareIsAskedAbout() {
        assertThat(PLACES.search(XINJIANG, "Құлжа")).isInstanceOf(Found.Perhaps.class);
        assertThat(codes("Құлжа")).containsExactly("654002", "654021");
        assertThat(isSure("Құлжа қаласы", "654002")).isTrue();
        assertThat(isSure("кулжа ауданы", "654021")).isTrue();
        assertThat(codes("Алтай")).containsExactly("6543", "654301");
    }

    @Test
    void theCountyInACityOfTheSameNameDoesNotMakeTheCityUnsure() {
        assertThat(isSure("Үрімжі", "6501")).isTrue();
        assertThat(isSure("Урумчи", "6501")).isTrue();
    }

    @Test
    void aPrefectureBesideItsCountyNarrowsIt() {
        assertThat(isSure("塔城地区额敏县", "654221")).isTrue();
        assertThat(isSure("Тарбағатай аймағы, Дөрбілжін ауданы", "654221")).isTrue();
        assertThat(isSure("托里县, 塔城", "654224")).isTrue();
        assertThat(codes("Іле, Хоргос")).containsExactly("654004", "654023");
    }

    @Test
    void placesThatLieApartAreNeverSure() {
        assertThat(PLACES.search(XINJIANG, "Нылқы, Шәуешек"))
                .isEqualTo(new Found.Perhaps(List.of(
                        PLACES.find(XINJIANG, "654028").orElseThrow(),
                        PLACES.find(XINJIANG, "654201").orElseThrow())));
    }

    @Test
    void aNameAmongOtherWordsIsOnlySuggested() {
        assertThat(isSure("Шәуешек, базар жаны", "654201")).isTrue();
        assertThat(PLACES.search(XINJIANG, "Шәуешектен алып кетті")).isInstanceOf(Found.Perhaps.class);
        assertThat(PLACES.search(XINJIANG, "тракторный завод в Урумчи")).isInstanceOf(Found.Perhaps.class);
        assertThat(PLACES.search(XINJIANG, "Толы мәлімет жоқ")).isInstanceOf(Found.None.class);
    }

    @Test
    void theWrongKindOfPlaceIsOnlySuggested() {
        assertThat(isSure("Текес ауданы", "654027")).isTrue();
        assertThat(PLACES.search(XINJIANG, "Текес қаласы")).isInstanceOf(Found.Perhaps.class);
    }

    @Test
    void aSlipIsNeverSure() {
        assertThat(codes("Дөрблжін")).containsExactly("654221");
        assertThat(PLACES.search(XINJIANG, "Дөрблжін")).isInstanceOf(Found.Perhaps.class);
    }

    @Test
    void anAbolishedPlaceIsUnderstoodAndHasNoButton() {
        assertThat(codes("米泉市")).containsExactly("650109");
        assertThat(isSure("654121", "654021")).isTrue();
        assertThat(isSure("٦٥٤١٢١", "654021")).isTrue();
        Place barkol = PLACES.find(XINJIANG, "652222").orElseThrow();
        assertThat(barkol.became()).contains("650521");
        assertThat(barkol.name("kk-Cyrl")).isEqualTo("Баркөл");
        Set<String> buttons = present().map(Place::code).collect(Collectors.toSet());
        assertThat(buttons).doesNotContain("652222", "652303", "6522", "6541");
    }

    @Test
    void everyAbolishedCodeLeadsToAPresentPlace() {
        Set<String> now = present().map(Place::code).collect(Collectors.toSet());
        List<Place> gone = abolished();
        assertThat(gone).hasSizeGreaterThan(60);
        for (Place place : gone) {
            assertThat(now).contains(place.became().orElseThrow());
            assertThat(isSure(place.code(), place.became().orElseThrow())).isTrue();
        }
    }

    private static List<Place> abolished() {
        return Stream.of(
                        "6501", "6502", "6503", "6504", "6505", "6521", "6522", "6523", "6524", "6525", "6526", "6527",
                        "6528", "6529", "6530", "6540", "6541", "6542")
                .flatMap(code -> Places.all(List.of(PLACES.find(XINJIANG, code).orElseThrow())))
                .filter(place -> place.became().isPresent())
                .toList();
    }

    @Test
    void whatIsTooLongForANameIsNotSearched() {
        assertThat(PLACES.search(XINJIANG, "Шәуешек ".repeat(100))).isInstanceOf(Found.None.class);
        assertThat(PLACES.search(XINJIANG, "")).isInstanceOf(Found.None.class);
        assertThat(PLACES.search(XINJIANG, "—")).isInstanceOf(Found.None.class);
        assertThat(PLACES.search("moon", "Шәуешек")).isInstanceOf(Found.None.class);
    }

    @Test
    void oneSlipInALongNameStillFindsThePlaceAmongTheFirstThree() {
        Random random = new Random(SEED);
        int tries = 0;
        int found = 0;
        int surelyWrong = 0;
        for (Place place : present().toList()) {
            for (String name : namesOf(place)) {
                if (name.codePointCount(0, name.length()) < 6 || Spelling.isChinese(name.codePointAt(0))) {
                    continue;
                }
                for (int i = 0; i < TRIES_FOR_EACH_NAME; i++) {
                    String typed = withASlip(name, random);
                    tries++;
                    found += codes(typed).stream().limit(3).toList().contains(place.code()) ? 1 : 0;
                    surelyWrong += PLACES.search(XINJIANG, typed) instanceof Found.Sure sure
                                    && !codes(name).contains(sure.place().code())
                            ? 1
                            : 0;
                }
            }
        }
        assertThat((double) found / tries).as("%d of %d", found, tries).isGreaterThan(0.98);
        assertThat((double) surelyWrong / tries)
                .as("%d of %d", surelyWrong, tries)
                .isLessThan(0.003);
    }

    /** A letter left out, put in, replaced by another of the name's letters, or exchanged with its neighbour. */
    private static String withASlip(String name, Random random) {
        int at = random.nextInt(name.length() - 1);
        char letter = name.charAt(random.nextInt(name.length()));
        return switch (random.nextInt(4)) {
            case 0 -> name.substring(0, at) + name.substring(at + 1);
            case 1 -> name.substring(0, at) + letter + name.substring(at);
            case 2 -> name.substring(0, at) + letter + name.substring(at + 1);
            default -> name.substring(0, at) + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
        };
    }
}

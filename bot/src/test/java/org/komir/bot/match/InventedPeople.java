package org.komir.bot.match;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** People who do not exist, of names put together at random: two in three Kazakhs, one in three Uyghurs. Given names repeat among strangers about as often as they do in life. */
final class InventedPeople {
    private static final String[] KAZAKH_MEN = words(
            "Ер Нұр Бек Жан Аман Серік Дәулет Қайрат Тоқтар Болат Мұрат Есен Тілеу Құдай Жұма Орын Сейіт Мақсат Ақыл Бақыт Ерке Ораз Сағын Тұрсын Өмір Асқар Мейрам Жеңіс Тоқта Қабыл Мерей Самат Шәкір Әділ Жәнібек Оңғар");
    private static final String[] KAZAKH_MEN_ENDINGS =
            words("бек жан бол ғали тай хан кен ғазы мұрат дос нар ғұл лан бай келді сын рат");
    private static final String[] KAZAKH_WOMEN = words(
            "Гүл Ай Нұр Жан Бақыт Қымбат Алтын Күміс Сәуле Ақ Бал Қадиша Жібек Тоты Ұлжан Ырыс Перизат Зейне Меруерт");
    private static final String[] KAZAKH_WOMEN_ENDINGS =
            words("гүл нұр жамал сұлу бану жан зат ерке айым дана шолпан зира қыз бибі");
    private static final String[] UYGHUR_MEN = words(
            "Abduréhim Abduweli Abduqadir Abdukérim Abdusalam Abdushükür Abdughopur Memet Muhemmet Tursun Qurban Yasin Yüsüp Ibrahim Ismayil Eli Exmet Ablikim Ablet Barat Rozi Sattar Toxti Imin Ekber Nijat Dilshat Enwer Erkin Perhat Shirzat Adil Polat Kamil Ömer Osman Hesen Hüseyin Zakir Rishat Mutellip Musa Yaqup Zunun Xoshur Sidiq Sawut Xélil Turghun Tahir Batur Arslan Ghalip Mijit Niyaz Qasim Sadir Semet Wahap Yolwas");
    private static final String[] UYGHUR_WOMEN = words(
            "Aygül Gülnar Patime Ayshe Meryem Zöhre Reyhan Rabiye Mahire Dilber Dilnur Nurgül Tursungül Xeyrigül Bustan Amine Hawa Sayram Zulpiye Mukerrem Tajigül Halide Adile Qembernisa Horigül Aynur Gülbahar Hejer Letipe Méhriban Nuriye Peride Roshen Saadet Tursunay Zeynep Xasiyet Shemsiye");
    private static final String[] COUNTIES = words(
            "654002 654003 654004 654021 654022 654023 654024 654025 654026 654027 654028 654201 654202 654203 654221 654224 654225 654226 654301 654321 654322 654323 654324 654325 654326 652301 652325 652328 650521 650102 650103 652701 652722 652901 652902 653101 653125 653126 653201 653221");

    private final RandomGenerator random;

    InventedPeople(RandomGenerator random) {
        this.random = random;
    }

    private static String[] words(String list) {
        return list.split(" ");
    }

    InventedPerson person() {
        boolean kazakh = random.nextInt(3) > 0;
        boolean woman = random.nextBoolean();
        return new InventedPerson(
                kazakh,
                woman,
                given(kazakh, woman),
                given(kazakh, false),
                given(kazakh, false),
                random.nextInt(1940, 2003),
                county());
    }

    List<InventedPerson> people(int count) {
        List<InventedPerson> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(person());
        }
        return people;
    }

    InventedPerson brotherOrSisterOf(InventedPerson person) {
        boolean sister = random.nextBoolean();
        Phonemes name = given(person.kazakh(), sister);
        while (name.equals(person.given())) {
            name = given(person.kazakh(), sister);
        }
        int apart = random.nextInt(1, 9);
        return person.brotherOrSister(sister, name, person.year() + (random.nextBoolean() ? apart : -apart));
    }

    /** Half of them have a father of the same name, too. */
    InventedPerson namesakeOf(InventedPerson person) {
        boolean sameFather = random.nextBoolean();
        Phonemes father = sameFather ? person.father() : given(person.kazakh(), false);
        int apart = random.nextInt(3, 25);
        int born = person.year() + (random.nextBoolean() ? apart : -apart);
        String elsewhere = county();
        while (elsewhere.substring(0, 4).equals(person.county().substring(0, 4))) {
            elsewhere = county();
        }
        return person.namesake(father, given(person.kazakh(), false), born, elsewhere);
    }

    private Phonemes given(boolean kazakh, boolean woman) {
        if (!kazakh) {
            return Phonemes.ofUyghur(one(woman ? UYGHUR_WOMEN : UYGHUR_MEN));
        }
        Phonemes root = Phonemes.ofKazakh(one(woman ? KAZAKH_WOMEN : KAZAKH_MEN));
        if (root.sounds().size() > 3 && random.nextInt(3) == 0) {
            return root;
        }
        return root.with(Phonemes.ofKazakh(one(woman ? KAZAKH_WOMEN_ENDINGS : KAZAKH_MEN_ENDINGS)));
    }

    String county() {
        return one(COUNTIES);
    }

    String neighbourOf(String county) {
        String other = county();
        while (!other.substring(0, 4).equals(county.substring(0, 4))) {
            other = county();
        }
        return other;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}

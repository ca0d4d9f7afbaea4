package org.komir.bot.questionnaires;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.komir.bot.conversation.Places;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.conversation.Texts;

/**
 * Everything that {@code config} says about conversations, checked: whatever is asked has its words in every language.
 */
public final class Questionnaires {
    private static final String ENDING = ".yaml";

    private final List<Questionnaire> all;
    private final Language.Offered offered;
    private final List<Words> words;
    private final List<Texts> texts;
    private final SortedMap<String, List<Places.Place>> placeLists;
    private final Places places;

    private Questionnaires(
            List<Questionnaire> all,
            Language.Offered offered,
            List<Words> words,
            SortedMap<String, List<Places.Place>> placeLists) {
        this.all = List.copyOf(all);
        this.offered = offered;
        this.words = List.copyOf(words);
        this.texts = words.stream().map(Words::texts).toList();
        this.placeLists = Collections.unmodifiableSortedMap(placeLists);
        this.places = new Places(placeLists);
    }

    /**
     * Reads all files.
     *
     * @throws BrokenQuestionnaires if anything has to be mended; it names everything
     */
    public static Questionnaires load(ConfigSource source) {
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = source.files();
        Set<String> used = new HashSet<>();

        Language.Offered offered = new Language.Offered(List.of(), Optional.empty());
        used.add(Language.FILE);
        byte[] languagesFile = files.get(Language.FILE);
        if (languagesFile == null) {
            problems.in(Language.FILE).add("", "the file is missing");
        } else {
            offered = Language.read(languagesFile, problems);
        }

        SortedMap<String, List<Places.Place>> lists = new TreeMap<>();
        for (String file : in("places/", files)) {
            used.add(file);
            lists.put(nameOf(file), PlaceList.read(file, content(files, file), offered.languages(), problems));
        }

        List<Structure> structures = new ArrayList<>();
        for (String file : in("questionnaires/", files)) {
            used.add(file);
            structures.add(Structure.read(file, content(files, file), lists.keySet(), problems));
        }
        if (structures.isEmpty()) {
            problems.in("questionnaires").add("", "there is no questionnaire");
        } else if (structures.stream()
                .allMatch(structure ->
                        structure.questionnaire().filter(one -> !one.offered()).isPresent())) {
            problems.in("questionnaires").add("", "none of them is offered");
        }

        structures.forEach(structure -> structure.checkWhereItLeads(structures, problems));

        List<Words> words = new ArrayList<>();
        for (Language language : offered.languages()) {
            words.add(Words.read(language, structures, files, used, problems));
        }
        offered.languages().stream()
                .filter(language -> language.madeFrom().isPresent())
                .forEach(language -> used.add("languages/" + language.tag() + "/" + MadeLanguages.OVERRIDES));
        offered.languages().forEach(language -> used.add("glossaries/" + language.tag() + ".yaml"));
        words.forEach(one -> one.check(problems));
        words.forEach(one -> structures.forEach(structure -> one.checkOffer(structure, problems)));
        for (Words from : words) {
            if (offered.source().equals(Optional.of(from.language()))) {
                words.forEach(one -> one.compareWith(from, problems));
                FormWords.check(from, structures, problems);
            }
        }

        files.keySet().stream()
                .filter(file -> !used.contains(file))
                .forEach(file -> problems.in(file).add("", "nothing reads this file"));
        if (!problems.all().isEmpty()) {
            throw new BrokenQuestionnaires(problems.all());
        }
        return new Questionnaires(
                structures.stream().flatMap(s -> s.questionnaire().stream()).toList(), offered, words, lists);
    }

    private static List<String> in(String folder, SortedMap<String, byte[]> files) {
        return files.keySet().stream()
                .filter(file -> file.startsWith(folder) && file.endsWith(ENDING))
                .filter(file -> file.indexOf('/', folder.length()) < 0)
                .toList();
    }

    private static String nameOf(String file) {
        return file.substring(file.lastIndexOf('/') + 1, file.length() - ENDING.length());
    }

    private static byte[] content(SortedMap<String, byte[]> files, String file) {
        byte[] content = files.get(file);
        if (content == null) {
            throw new IllegalArgumentException(file);
        }
        return content;
    }

    /** Every version of every questionnaire: a stored session and a sealed record may name any of them. */
    public List<Questionnaire> all() {
        return all;
    }

    /** The newest version of each questionnaire, in the order of their ids: what a new conversation can follow, offered or not. */
    public List<Questionnaire> current() {
        return all.stream()
                .map(Questionnaire::id)
                .distinct()
                .sorted()
                .flatMap(id -> byId(id).stream())
                .toList();
    }

    /** The newest version of a questionnaire: {@code detained-relative}. */
    public Optional<Questionnaire> byId(String id) {
        return all.stream()
                .filter(one -> one.name().startsWith(id + "."))
                .max((a, b) -> Integer.compare(version(a), version(b)));
    }

    private static int version(Questionnaire one) {
        return Integer.parseInt(one.name().substring(one.name().lastIndexOf('.') + 1));
    }

    /** The version of which a session or a record holds the hash. */
    public Optional<Questionnaire> byHash(String sha256) {
        return all.stream().filter(one -> one.sha256().equals(sha256)).findFirst();
    }

    /** In the order in which they are offered. */
    public List<Language> languages() {
        return offered.languages();
    }

    /** The language from which the others are translated. */
    Optional<Language> source() {
        return offered.source();
    }

    /** What the files of each language say, as they say it. */
    List<Words> words() {
        return words;
    }

    /** The words of every language, in the order in which the languages are offered. */
    public List<Texts> texts() {
        return texts;
    }

    public Optional<Texts> texts(String language) {
        return texts.stream().filter(one -> one.language().equals(language)).findFirst();
    }

    public Places places() {
        return places;
    }

    /** Name to the forest of places, the abolished ones included. */
    SortedMap<String, List<Places.Place>> placeLists() {
        return placeLists;
    }

    /**
     * The language that a telephone's code suggests: the whole code where a language names it, else its first part.
     * Only a suggestion: the telephone of a reader of Arabic script reports {@code kk} at best.
     */
    public Optional<Language> suggestedBy(String languageCode) {
        String first = languageCode.split("[-_]", -1)[0];
        return suggestedByExactly(languageCode.replace('_', '-')).or(() -> suggestedByExactly(first));
    }

    private Optional<Language> suggestedByExactly(String code) {
        return offered.languages().stream()
                .filter(language -> language.suggestedBy().stream().anyMatch(code::equalsIgnoreCase))
                .findFirst();
    }
}

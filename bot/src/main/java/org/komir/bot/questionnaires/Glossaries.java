package org.komir.bot.questionnaires;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One word for one thing: what the glossary of each language says against the texts of that language. For translators; no conversation needs it. */
public final class Glossaries {
    private static final String FOLDER = "glossaries/";
    private static final int MOST_NAMED = 5;

    private Glossaries() {}

    /** @param not words that are not used for it, each a beginning */
    private record Term(String word, List<String> not) {}

    /**
     * Where a text has a word that the glossary does not use. A word has more than one meaning, so each is to be looked at and not necessarily to be mended.
     *
     * @return one for each word and language, with the texts that have it
     * @throws BrokenQuestionnaires if the words themselves have to be mended, or a glossary cannot be read, has no word for a thing that the source language has, or one for another
     */
    public static List<Problem> doubts(ConfigSource source) {
        Questionnaires loaded = Questionnaires.load(source);
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = source.files();
        Map<String, Map<String, Term>> glossaries = new LinkedHashMap<>();
        for (Language language : loaded.languages()) {
            Optional.ofNullable(files.get(file(language)))
                    .ifPresent(content ->
                            glossaries.put(language.tag(), read(content, problems.in(file(language), language.tag()))));
        }
        loaded.source()
                .flatMap(language -> Optional.ofNullable(glossaries.get(language.tag())))
                .ifPresent(first -> glossaries.forEach(
                        (tag, glossary) -> compare(first, glossary, problems.in(FOLDER + tag + ".yaml", tag))));
        if (!problems.all().isEmpty()) {
            throw new BrokenQuestionnaires(problems.all());
        }
        List<Problem> doubts = new ArrayList<>();
        for (Words words : loaded.words()) {
            Optional.ofNullable(glossaries.get(words.language().tag()))
                    .ifPresent(glossary -> doubts.addAll(doubts(words, glossary)));
        }
        return doubts;
    }

    private static String file(Language language) {
        return FOLDER + language.tag() + ".yaml";
    }

    private static Map<String, Term> read(byte[] content, Problems.In problems) {
        Map<String, Term> terms = new LinkedHashMap<>();
        Optional<JsonNode> node = Yaml.read(content, problems);
        if (node.isEmpty()) {
            return terms;
        }
        Fields file = new Fields("", node.get(), problems);
        for (String id : file.keys()) {
            file.mapping(id).ifPresent(term -> {
                terms.put(id, new Term(term.required("word"), term.list("not")));
                term.text("means");
                term.nothingElse();
            });
        }
        return terms;
    }

    private static void compare(Map<String, Term> source, Map<String, Term> glossary, Problems.In problems) {
        source.keySet().stream()
                .filter(id -> !glossary.containsKey(id))
                .forEach(id -> problems.add(id, "the word is missing"));
        glossary.keySet().stream()
                .filter(id -> !source.containsKey(id))
                .forEach(id -> problems.add(id, "the source language has no such word"));
    }

    private static List<Problem> doubts(Words words, Map<String, Term> glossary) {
        Language language = words.language();
        List<Problem> doubts = new ArrayList<>();
        glossary.forEach((id, term) -> {
            for (String not : term.not()) {
                boolean itsOwnElsewhere = glossary.values().stream().anyMatch(other -> language.has(other.word(), not));
                List<String> texts = words.written().values().stream()
                        .filter(one -> one.use() != Words.Use.TYPED && language.has(one.text(), not))
                        .map(one -> one.file() + ", " + one.id())
                        .toList();
                if (!itsOwnElsewhere && !texts.isEmpty()) {
                    doubts.add(new Problem(
                            file(language), id, Optional.of(language.tag()), told(not, term.word(), texts)));
                }
            }
        });
        return doubts;
    }

    private static String told(String not, String word, List<String> texts) {
        String some = texts.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        String more = texts.size() > MOST_NAMED ? "; and " + (texts.size() - MOST_NAMED) + " more" : "";
        return "\"" + not + "\" and not \"" + word + "\" in " + some + more;
    }
}

package org.komir.bot.questionnaires;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * The files of the languages that are not translated by hand: Kazakh in Arabic letters is made from Kazakh in Cyrillic ones, by {@link
 * KazakhArabicScript} and the language's {@code overrides.yaml}.
 *
 * <p>Keys, their order, comments and blank lines are those of the file from which it is made, so that the two can be read side by side.
 */
public final class MadeLanguages {

    static final String OVERRIDES = "overrides.yaml";
    private static final String LANGUAGES = "languages/";
    /** Files of groups of texts; all others have questions. */
    private static final Set<String> IN_GROUPS = Set.of("interface", "form");

    private static final String FOR_EDITORS = "# yaml-language-server:";
    private static final String HOW = "# Made from the same file of %s by the letters and " + OVERRIDES
            + ". Mend those, and then run: komir languages arabic-script\n";

    /** What a native reader wants otherwise than the letters would have it. */
    private record Overrides(Map<String, String> words, Map<String, Map<String, Override>> texts) {
        static final Overrides NONE = new Overrides(Map.of(), Map.of());
    }

    /**
     * What stands instead of what would be made.
     *
     * @param of the text that was read when this was written: when that changes, somebody has to read again
     */
    private record Override(String of, String is) {}

    private MadeLanguages() {}

    /**
     * The files as they should be, by their path inside {@code config}.
     *
     * @throws BrokenQuestionnaires if an {@code overrides.yaml} cannot be used, or names a text that there is not
     */
    public static SortedMap<String, String> files(ConfigSource source) {
        Problems problems = new Problems();
        SortedMap<String, byte[]> files = source.files();
        byte[] languages = files.getOrDefault(Language.FILE, new byte[0]);
        SortedMap<String, String> made = new TreeMap<>();
        for (Language language : Language.read(languages, problems).languages()) {
            language.madeFrom().ifPresent(from -> make(language.tag(), from, files, made, problems));
        }
        if (!problems.all().isEmpty()) {
            throw new BrokenQuestionnaires(problems.all());
        }
        return made;
    }

    private static void make(
            String tag, String from, SortedMap<String, byte[]> files, SortedMap<String, String> made, Problems all) {
        String overridesFile = LANGUAGES + tag + "/" + OVERRIDES;
        Problems.In problems = all.in(overridesFile, tag);
        Overrides overrides = Optional.ofNullable(files.get(overridesFile))
                .map(content -> read(content, problems))
                .orElse(Overrides.NONE);
        KazakhArabicScript script = new KazakhArabicScript(overrides.words());
        Map<String, String> known = new HashMap<>();
        String folder = LANGUAGES + from + "/";
        files.forEach((path, content) -> {
            if (path.startsWith(folder) && path.endsWith(".yaml")) {
                String name = path.substring(folder.length(), path.length() - ".yaml".length());
                Map<String, Override> texts = overrides.texts().getOrDefault(name, Map.of());
                Page page = new Page(new String(content, StandardCharsets.UTF_8), IN_GROUPS.contains(name));
                made.put(LANGUAGES + tag + "/" + name + ".yaml", page.rewritten(script, texts, from));
                page.texts.forEach((id, text) -> known.put(name + "/" + id, text));
            }
        });
        overrides
                .texts()
                .forEach((file, texts) -> texts.forEach((id, override) -> {
                    String text = known.get(file + "/" + id);
                    if (text == null) {
                        problems.add("texts/" + file + "/" + id, "there is no such text in " + from);
                    } else if (!text.equals(override.of())) {
                        problems.add(
                                "texts/" + file + "/" + id,
                                "was written for other words; " + from + " has now: " + text);
                    }
                }));
    }

    private static Overrides read(byte[] content, Problems.In problems) {
        Map<String, String> words = new HashMap<>();
        Map<String, Map<String, Override>> texts = new HashMap<>();
        Yaml.read(content, problems).map(node -> new Fields("", node, problems)).ifPresent(file -> {
            file.mapping("words").ifPresent(table -> words.putAll(entries(table)));
            file.mapping("texts")
                    .ifPresent(table -> table.keys()
                            .forEach(name ->
                                    table.mapping(name).ifPresent(inside -> texts.put(name, overrides(inside)))));
            file.nothingElse();
        });
        return new Overrides(words, texts);
    }

    private static Map<String, Override> overrides(Fields table) {
        Map<String, Override> overrides = new HashMap<>();
        for (String id : table.keys()) {
            table.mapping(id).ifPresent(text -> {
                overrides.put(id, new Override(text.required("of"), text.required("is")));
                text.nothingElse();
            });
        }
        return overrides;
    }

    private static Map<String, String> entries(Fields table) {
        Map<String, String> entries = new HashMap<>();
        table.keys().forEach(key -> table.text(key).ifPresent(value -> entries.put(key, value)));
        return entries;
    }

    /** One file of words, rewritten value by value. */
    private static final class Page {
        private final String original;
        private final boolean inGroups;
        private final Map<String, String> texts = new HashMap<>();

        Page(String original, boolean inGroups) {
            this.original = original;
            this.inGroups = inGroups;
        }

        String rewritten(KazakhArabicScript script, Map<String, Override> overrides, String from) {
            StringBuilder page = new StringBuilder();
            int done = 0;
            Deque<String> around = new ArrayDeque<>();
            Optional<ScalarEvent> key = Optional.empty();
            for (Event event : new Parse(LoadSettings.builder().build()).parseString(original)) {
                if (event instanceof MappingStartEvent) {
                    around.addLast(key.map(ScalarEvent::getValue).orElse(""));
                    key = Optional.empty();
                } else if (event instanceof MappingEndEvent) {
                    around.removeLast();
                } else if (event instanceof ScalarEvent scalar && key.isEmpty()) {
                    key = Optional.of(scalar);
                } else if (event instanceof ScalarEvent scalar) {
                    String id = id(around, key.map(ScalarEvent::getValue).orElse(""));
                    texts.put(id, scalar.getValue());
                    int start = at(scalar.getStartMark().orElseThrow().getIndex());
                    int end = at(scalar.getEndMark().orElseThrow().getIndex());
                    int indent = key.orElseThrow().getStartMark().orElseThrow().getColumn();
                    page.append(original, done, start);
                    String written = original.substring(start, end);
                    Override override = overrides.get(id);
                    if (override != null) {
                        page.append(scalar(override.is(), indent, scalar.getScalarStyle() == ScalarStyle.LITERAL));
                        page.append(written.substring(written.stripTrailing().length()));
                    } else {
                        boolean typed = inGroups && Words.Use.of(id) == Words.Use.TYPED;
                        page.append(typed ? script.writeList(written) : script.write(written));
                    }
                    done = end;
                    key = Optional.empty();
                }
            }
            page.append(original.substring(done));
            return headed(page.toString(), HOW.formatted(from));
        }

        /** Marks count code points. */
        private int at(int codePoints) {
            return original.offsetByCodePoints(0, codePoints);
        }

        /** As problems name a text. */
        private String id(Deque<String> around, String key) {
            String[] path = around.stream().skip(1).toArray(String[]::new);
            if (inGroups) {
                return path.length == 0 ? key : String.join(".", path) + "." + key;
            }
            String inside = String.join("/", path);
            if (inside.endsWith("/choices")) {
                return inside.substring(0, inside.lastIndexOf('/') + 1) + key;
            }
            return key.equals("text") ? inside : inside + "/" + key;
        }

        private static String scalar(String text, int indent, boolean literal) {
            if (!literal && !text.contains("\n")) {
                return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            }
            String margin = "\n" + " ".repeat(indent + 2);
            StringBuilder block = new StringBuilder("|-");
            text.lines().forEach(line -> block.append(line.isEmpty() ? "\n" : margin + line));
            return block.toString();
        }

        private static String headed(String page, String how) {
            int behindFirst = page.startsWith(FOR_EDITORS) ? page.indexOf('\n') + 1 : 0;
            return page.substring(0, behindFirst) + how + page.substring(behindFirst);
        }
    }
}

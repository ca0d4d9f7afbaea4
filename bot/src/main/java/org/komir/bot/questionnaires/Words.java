package org.komir.bot.questionnaires;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.komir.bot.conversation.Texts;
import tools.jackson.databind.JsonNode;

/**
 * The words of one language, as its files have them, and what can be said against them.
 *
 * @param name of the language, in its own letters
 * @param read names of its files that could be read
 * @param written id of {@link Texts} to what is written under it
 */
record Words(Language language, String name, Set<String> read, Map<String, Written> written) {

    static final String INTERFACE = "interface.yaml";
    private static final int LONGEST_TEXT = 3500;
    private static final String MISSING = "text is missing";
    private static final String HELP = "/help";
    private static final String AGAIN = "/again";
    private static final Pattern BARE_COMMAND = Pattern.compile("(?<![\\w/\u2066])/[a-z]+");

    /** Texts that stay when all is over, or stand in a chat's menu. */
    private static final Set<String> STAYING = Set.of(
            "choose_language",
            "sent",
            "sent_more",
            "stopped",
            "refused",
            "deleted",
            "delete_by_hand",
            "nothing_to_delete",
            "status.none",
            "helper.finished",
            "helper.rest",
            "tell_here");

    /** Buttons that stand two in a row. */
    private static final Set<String> HALF = Set.of(
            "button.back",
            "button.skip",
            "button.unknown",
            "button.declined",
            "button.stop",
            "button.go_back",
            "button.yes",
            "button.no",
            "button.spring",
            "button.summer",
            "button.autumn",
            "button.winter");

    /** What the words are for. */
    enum Use {
        /** A message, or a part of one. */
        LINE,
        /** On a button of a row of its own. */
        LABEL,
        /** On one of two buttons in a row. */
        HALF_LABEL,
        /** On one of three. */
        THIRD_LABEL,
        /** Not shown: beginnings of words that a family may type. */
        TYPED;

        /** The use of a text of {@code interface.yaml}. */
        static Use of(String id) {
            if (id.startsWith("button.")) {
                return id.startsWith("button.month.") ? THIRD_LABEL : HALF.contains(id) ? HALF_LABEL : LABEL;
            }
            return id.startsWith("date_read_") || id.startsWith("room_read_") ? TYPED : LINE;
        }
    }

    /**
     * @param file where it is written, without the folder
     * @param id inside that file, as problems name it
     */
    record Written(String file, String id, Use use, String text) {}

    /** Reads the files of one language; their paths are added to {@code used}, whether they are there or not. */
    static Words read(
            Language language, List<Structure> structures, Map<String, byte[]> files, Set<String> used, Problems all) {
        Reader reader = new Reader(language, files, used, all);
        String name = reader.readInterface();
        reader.readForm();
        structures.forEach(reader::readQuestions);
        return new Words(language, name, reader.read, reader.written);
    }

    /** @throws IllegalStateException if a message cannot be used, which {@link #check} has told */
    Texts texts() {
        Problems problems = new Problems();
        Map<String, String> words = new LinkedHashMap<>();
        Map<String, Function<Map<String, String>, String>> messages = new LinkedHashMap<>();
        written.forEach((id, one) -> {
            if (Message.isMessage(one.text())) {
                Message.read(one.text(), one.id(), language, in(one.file(), problems))
                        .ifPresent(message -> messages.put(id, message::format));
            } else {
                words.put(id, one.text());
            }
        });
        if (!problems.all().isEmpty()) {
            throw new IllegalStateException("a message that was not checked");
        }
        return new Texts(language.tag(), name, language.rightToLeft(), words, messages);
    }

    /** What can be seen in this language alone. */
    void check(Problems all) {
        written.values().forEach(one -> {
            check(one.text(), one.id(), one.use(), language, in(one.file(), all));
            language.revealedBy(openly(one))
                    .ifPresent(word -> in(one.file(), all).add(one.id(), whoSees(one) + ", and has \"" + word + "\""));
        });
    }

    private static String whoSees(Written one) {
        return one.file().equals(FormWords.FILE)
                ? "is seen by whoever opens the page"
                : "stays in the chat or on a lock screen";
    }

    /**
     * What of a text anybody can see who holds the telephone: all of what stays, and the first line of what may begin a card. Of the
     * form, what stands there before anything is chosen and after all is over.
     */
    private static String openly(Written one) {
        if (one.file().equals(FormWords.FILE)) {
            return FormWords.seenByAnybody(one.id()) ? one.text() : "";
        }
        boolean agreement = one.id().equals("consent");
        if (!agreement && (!one.file().equals(INTERFACE) || one.use() == Use.TYPED)) {
            return "";
        }
        boolean stays = STAYING.contains(one.id())
                || one.id().startsWith("command.")
                || one.id().startsWith("trouble.");
        return stays ? one.text() : one.text().lines().findFirst().orElse("");
    }

    /** The button by which a questionnaire is chosen must say what it is for. */
    void checkOffer(Structure structure, Problems all) {
        structure
                .questionnaire()
                .map(questionnaire -> "button.about." + questionnaire.id())
                .ifPresent(id -> {
                    if (read.contains(INTERFACE) && !written.containsKey(id)) {
                        in(INTERFACE, all).add(id, MISSING);
                    }
                });
    }

    /** What can be seen in one text. */
    static void check(String text, String id, Use use, Language language, Problems.In problems) {
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST_TEXT) {
            problems.add(id, "has " + length + " characters; " + LONGEST_TEXT + " at the most");
        }
        int widest = switch (use) {
            case LABEL -> Width.OF_A_ROW;
            case HALF_LABEL -> Width.OF_HALF_A_ROW;
            case THIRD_LABEL -> Width.OF_A_THIRD;
            case LINE, TYPED -> Integer.MAX_VALUE;
        };
        if (Width.of(text) > widest) {
            problems.add(id, "is " + Width.of(text) + " columns wide; " + widest + " at the most");
        }
        // What families type is in any letters: a Kazakh word with those of a Russian keyboard.
        Set<String> strangers = use == Use.TYPED ? Set.of() : language.strangersIn(text);
        if (!strangers.isEmpty()) {
            problems.add(id, "has letters of another alphabet: " + String.join(", ", strangers));
        }
        if (Message.isMessage(text)) {
            Message.read(text, id, language, problems);
        }
        if (language.rightToLeft() && BARE_COMMAND.matcher(text).find()) {
            problems.add(id, "a command in right-to-left text must stand between U+2066 and U+2069");
        }
    }

    /** What can only be seen beside the language from which this one is translated. */
    void compareWith(Words source, Problems all) {
        source.written().forEach((key, from) -> {
            Written to = written.get(key);
            if (to != null) {
                compare(from, source, to, all);
            } else if (isFree(from) && read.contains(from.file())) {
                in(from.file(), all).add(from.id(), MISSING);
            }
        });
        written.forEach((key, to) -> {
            if (isFree(to)
                    && !source.written().containsKey(key)
                    && source.read().contains(to.file())) {
                in(to.file(), all)
                        .add(
                                to.id(),
                                "there is no such text in " + source.language().tag());
            }
        });
    }

    /** Whether no questionnaire asks for it, so that only the other languages can tell whether it should be there. */
    private static boolean isFree(Written one) {
        return one.file().equals(INTERFACE)
                || one.file().equals(FormWords.FILE)
                || one.id().endsWith(HELP);
    }

    Problems.In in(String file, Problems all) {
        return all.in(path(language, file), language.tag());
    }

    private static String path(Language language, String file) {
        return "languages/" + language.tag() + "/" + file;
    }

    /** Whether a text of this language has the same values as the one of which it is another wording. */
    void compare(Written from, Words source, Written to, Problems all) {
        Set<String> expected = source.values(from);
        Set<String> found = values(to);
        if (!expected.equals(found)) {
            in(to.file(), all).add(to.id(), "has the values " + found + " and not " + expected);
        }
    }

    /** The names of the values of a message; none where it cannot be read, which {@link #check} tells. */
    private Set<String> values(Written one) {
        return Message.isMessage(one.text())
                ? Message.read(one.text(), one.id(), language, in(one.file(), new Problems()))
                        .map(Message::values)
                        .orElse(Set.of())
                : Set.of();
    }

    /** Reads the files of one language. */
    private static final class Reader {
        private final Language language;
        private final Map<String, byte[]> files;
        private final Set<String> used;
        private final Problems all;
        private final Set<String> read = new HashSet<>();
        private final Map<String, Written> written = new LinkedHashMap<>();

        Reader(Language language, Map<String, byte[]> files, Set<String> used, Problems all) {
            this.language = language;
            this.files = files;
            this.used = used;
            this.all = all;
        }

        /** The language's name; the words are kept in {@link #written}. */
        String readInterface() {
            Problems.In problems = all.in(path(language, INTERFACE), language.tag());
            Optional<Fields> file = open(INTERFACE, problems);
            if (file.isEmpty()) {
                return "";
            }
            String name = file.get().required("language_name");
            for (String key : file.get().keys()) {
                if (!key.equals("language_name")) {
                    readGroup(file.get(), key, key, (id, text) -> {
                        written.put(id, new Written(INTERFACE, id, Use.of(id), text));
                    });
                }
            }
            return name;
        }

        void readForm() {
            open(FormWords.FILE, all.in(path(language, FormWords.FILE), language.tag()))
                    .ifPresent(file -> file.keys()
                            .forEach(key -> readGroup(file, key, key, (id, text) -> {
                                written.put(Texts.form(id), new Written(FormWords.FILE, id, FormWords.use(id), text));
                            })));
        }

        /** The texts under a key; the keys of groups inside groups are joined with dots. */
        private void readGroup(Fields around, String key, String id, BiConsumer<String, String> each) {
            if (!around.isMapping(key)) {
                around.text(key).ifPresent(text -> each.accept(id, text));
                return;
            }
            around.mapping(key)
                    .ifPresent(
                            group -> group.keys().forEach(inside -> readGroup(group, inside, id + "." + inside, each)));
        }

        void readQuestions(Structure structure) {
            String name = structure.name() + ".yaml";
            Problems.In problems = all.in(path(language, name), language.tag());
            Optional<Fields> file = open(name, problems);
            if (file.isEmpty() || structure.asked().isEmpty()) {
                return;
            }
            structure
                    .asked()
                    .forEach((id, asked) -> file.get()
                            .mapping(id)
                            .ifPresentOrElse(
                                    question -> readQuestion(structure, id, asked, question, problems),
                                    () -> problems.add(id, MISSING)));
            readScreens(structure, file.get(), problems);
            file.get().nothingElse();
        }

        private void readScreens(Structure structure, Fields file, Problems.In problems) {
            if (structure.screens().isEmpty()) {
                return;
            }
            String name = structure.name() + ".yaml";
            Optional<Fields> screens = file.mapping("screens");
            for (String screen : structure.screens()) {
                String id = "screens/" + screen;
                screens.flatMap(s -> s.text(screen))
                        .ifPresentOrElse(
                                t -> written.put(structure.name() + "/" + id, new Written(name, id, Use.LINE, t)),
                                () -> problems.add(id, MISSING));
            }
            screens.ifPresent(Fields::nothingElse);
        }

        private void readQuestion(
                Structure structure, String id, Structure.Asked asked, Fields question, Problems.In problems) {
            String name = structure.name() + ".yaml";
            String key = structure.name() + "/" + id;
            if (!question.has("text")) {
                problems.add(id, MISSING);
            }
            question.text("text").ifPresent(t -> written.put(key, new Written(name, id, Use.LINE, t)));
            question.text("help").ifPresent(t -> written.put(key + HELP, new Written(name, id + HELP, Use.LINE, t)));
            if (asked.again() && !question.has("again")) {
                problems.add(id + AGAIN, MISSING);
            }
            if (asked.again()) {
                question.text("again")
                        .ifPresent(t -> written.put(key + AGAIN, new Written(name, id + AGAIN, Use.LINE, t)));
            }
            Optional<Fields> choices = question.mapping("choices");
            for (String option : asked.options()) {
                String label = id + "/" + option;
                if (!choices.map(c -> c.has(option)).orElse(false)) {
                    problems.add(label, MISSING);
                }
                choices.flatMap(c -> c.text(option))
                        .ifPresent(t -> written.put(key + "/" + option, new Written(name, label, Use.LABEL, t)));
            }
            choices.ifPresent(Fields::nothingElse);
            question.nothingElse();
        }

        private Optional<Fields> open(String file, Problems.In problems) {
            used.add(path(language, file));
            byte[] content = files.get(path(language, file));
            if (content == null) {
                problems.add("", "the file is missing");
                return Optional.empty();
            }
            Optional<JsonNode> node = Yaml.read(content, problems);
            if (node.isPresent()) {
                read.add(file);
            }
            return node.map(n -> new Fields("", n, problems));
        }
    }
}

package org.komir.bot.questionnaires;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.komir.bot.conversation.Condition;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import tools.jackson.databind.JsonNode;

/**
 * One file of {@code questionnaires/}.
 *
 * @param name of the file, without its ending
 * @param options of every question that could be told apart, also of a broken one, so that its words can be checked
 * @param questionnaire empty where the file has a problem
 */
record Structure(String name, Map<String, List<String>> options, Optional<Questionnaire> questionnaire) {

    private static final String DEFAULT_COMPARTMENT = "case";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern COMPARTMENT = Pattern.compile("[a-z]+");

    static Structure read(String file, byte[] content, Set<String> placeLists, Problems all) {
        String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
        Problems.In problems = all.in(file);
        return Yaml.read(content, problems)
                .map(node -> new Reader(name, sha256(content), placeLists, problems).read(node))
                .orElseGet(() -> new Structure(name, Map.of(), Optional.empty()));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 belongs to every Java", impossible);
        }
    }

    private static final class Reader {
        private final String name;
        private final String sha256;
        private final Set<String> placeLists;
        private final Problems.In problems;
        private final Map<String, List<String>> options = new LinkedHashMap<>();

        Reader(String name, String sha256, Set<String> placeLists, Problems.In problems) {
            this.name = name;
            this.sha256 = sha256;
            this.placeLists = placeLists;
            this.problems = problems;
        }

        Structure read(JsonNode node) {
            Fields file = new Fields("", node, problems);
            String id = file.required("id");
            String version = file.node("version").map(JsonNode::asString).orElse("");
            if (!name.equals(id + "." + version)) {
                problems.add("", "the file must be named after its id and version: " + id + "." + version + ".yaml");
            }
            List<String> compartments = file.requiredList("compartments");
            compartments.stream()
                    .filter(compartment -> !COMPARTMENT.matcher(compartment).matches())
                    .forEach(compartment -> problems.add("", "a compartment has small letters only: " + compartment));

            List<Question> questions = new ArrayList<>();
            for (JsonNode each : file.node("questions").map(JsonNode::values).orElse(List.of())) {
                question(each, compartments).ifPresent(questions::add);
            }
            if (questions.isEmpty() || !(questions.getFirst().type() instanceof QuestionType.Consent)) {
                problems.add("", "the first question must be the consent");
            }

            Optional<Fields> minimum = file.mapping("minimum");
            if (minimum.isEmpty()) {
                problems.add("", "minimum is missing");
            }
            List<String> any = minimum.map(m -> m.requiredList("any")).orElse(List.of());
            minimum.ifPresent(Fields::nothingElse);
            any.stream()
                    .filter(question -> !options.containsKey(question))
                    .forEach(question -> problems.add("", "minimum names an unknown question \"" + question + "\""));
            file.nothingElse();

            return new Structure(
                    name,
                    options,
                    problems.none()
                            ? Optional.of(new Questionnaire(
                                    name, sha256, Set.copyOf(compartments), questions, new HashSet<>(any)))
                            : Optional.empty());
        }

        private Optional<Question> question(JsonNode node, List<String> compartments) {
            String id = node.path("id").asString("");
            Fields fields = new Fields(id, node, problems);
            fields.required("id");
            if (!ID.matcher(id).matches()) {
                problems.add(id, "an id has small letters, digits and underscores");
                return Optional.empty();
            }
            if (options.containsKey(id)) {
                problems.add(id, "two questions have this id");
                return Optional.empty();
            }
            fields.required("purpose");
            fields.requiredList("basis");
            boolean core = fields.flag("core");
            String compartment = fields.text("compartment").orElse(DEFAULT_COMPARTMENT);
            if (!compartments.contains(compartment)) {
                problems.add(id, "unknown compartment \"" + compartment + "\"");
            }
            Optional<Condition> condition = condition(id, fields);
            Optional<QuestionType> type = type(id, fields);
            fields.nothingElse();
            return type.map(t -> new Question(id, t, compartment, core, condition));
        }

        private Optional<QuestionType> type(String id, Fields fields) {
            String type = fields.required("type");
            List<String> offered = fields.has("options") ? fields.list("options") : List.of();
            options.put(id, offered);
            offered.stream()
                    .filter(option -> !ID.matcher(option).matches() || option.equals("help"))
                    .forEach(option -> problems.add(id, "not a good id for an option: \"" + option + "\""));
            boolean takesOptions = List.of("consent", "choice", "multi").contains(type);
            if (takesOptions && offered.isEmpty()) {
                problems.add(id, "options is missing");
            }
            if (!takesOptions && !offered.isEmpty()) {
                problems.add(id, "a question of type " + type + " has no options");
            }
            return switch (type) {
                case "consent" -> {
                    if (!offered.equals(QuestionType.Consent.OPTIONS)) {
                        problems.add(id, "the options of a consent are " + QuestionType.Consent.OPTIONS);
                    }
                    if (options.size() > 1) {
                        problems.add(id, "the consent must be the first question");
                    }
                    yield Optional.of(new QuestionType.Consent());
                }
                case "text" -> Optional.of(new QuestionType.Text());
                case "narrative" -> Optional.of(new QuestionType.Narrative());
                case "choice" -> Optional.of(new QuestionType.Choice(offered));
                case "multi" -> multi(id, offered, fields.text("exclusive"));
                case "partial_date" -> Optional.of(new QuestionType.PartialDate(fields.flag("long_ago")));
                case "place" -> {
                    String list = fields.required("list");
                    if (!list.isEmpty() && !placeLists.contains(list)) {
                        problems.add(id, "there is no places/" + list + ".yaml");
                    }
                    yield Optional.of(new QuestionType.Place(list));
                }
                default -> {
                    problems.add(id, "unknown type \"" + type + "\"");
                    yield Optional.empty();
                }
            };
        }

        private Optional<QuestionType> multi(String id, List<String> offered, Optional<String> exclusive) {
            exclusive
                    .filter(option -> !offered.contains(option))
                    .ifPresent(option -> problems.add(id, "exclusive names an unknown option \"" + option + "\""));
            if (offered.size() > QuestionType.Multi.MOST_OPTIONS) {
                problems.add(id, "more than " + QuestionType.Multi.MOST_OPTIONS + " options");
                return Optional.empty();
            }
            return Optional.of(new QuestionType.Multi(offered, exclusive));
        }

        /** A condition may only look back: the engine decides what is shown when the earlier question is answered. */
        private Optional<Condition> condition(String id, Fields fields) {
            Optional<Fields> showIf = fields.mapping("show_if");
            Optional<Fields> showUnless = fields.mapping("show_unless");
            if (showIf.isPresent() && showUnless.isPresent()) {
                problems.add(id, "has both show_if and show_unless");
            }
            Optional<Fields> condition = showIf.or(() -> showUnless);
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            String earlier = condition.get().required("question");
            List<String> chosen = condition.get().requiredList("in");
            condition.get().nothingElse();
            List<String> possible = options.get(earlier);
            if (possible == null) {
                problems.add(id, "its condition names \"" + earlier + "\", which is not an earlier question");
            } else {
                chosen.stream()
                        .filter(option -> !possible.contains(option))
                        .forEach(option -> problems.add(
                                id, "its condition names \"" + option + "\", which is not an option of " + earlier));
            }
            return Optional.of(new Condition(earlier, Set.copyOf(chosen), showUnless.isPresent()));
        }
    }
}

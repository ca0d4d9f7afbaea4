package org.komir.bot.questionnaires;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.komir.bot.conversation.Condition;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.QuestionType;
import org.komir.bot.conversation.Questionnaire;
import org.komir.crypto.Sha256;
import tools.jackson.databind.JsonNode;

/**
 * One file of {@code questionnaires/}.
 *
 * @param name of the file, without its ending
 * @param screens what is told before the consent
 * @param asked every question that could be told apart, also a broken one, so that its words can be checked
 * @param questionnaire empty where the file has a problem
 */
record Structure(String name, List<String> screens, Map<String, Asked> asked, Optional<Questionnaire> questionnaire) {

    /**
     * What a question needs words for.
     *
     * @param options those that have labels of their own
     * @param again whether it is asked again after an event
     */
    record Asked(List<String> options, boolean again) {}

    /** They stand beside the options where texts are named. */
    private static final Set<String> RESERVED = Set.of("help", "again");

    private static final String DEFAULT_COMPARTMENT = "case";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern COMPARTMENT = Pattern.compile("[a-z]+");
    /** A scheme that a question serves, and the number or name of the field in it where that is known. */
    private static final Pattern BASIS = Pattern.compile("(xvd|wgeid|wgad|huridocs|own)(:[A-Za-z0-9._-]+)?");
    /** More than this and the sealed cursor of a long testimony grows beyond what is worth reading at every turn. */
    private static final int MOST_SLOTS = 600;

    static Structure read(String file, byte[] content, Set<String> placeLists, Problems all) {
        String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.yaml$", "");
        Problems.In problems = all.in(file);
        return Yaml.read(content, problems)
                .map(node -> new Reader(name, Sha256.hex(content), placeLists, problems).read(node))
                .orElseGet(() -> new Structure(name, List.of(), Map.of(), Optional.empty()));
    }

    /** A choice that leads to another questionnaire must name one that is there. */
    void checkWhereItLeads(List<Structure> all, Problems problems) {
        questionnaire.ifPresent(one -> one.questions().forEach(question -> {
            if (question.type() instanceof QuestionType.Choice choice) {
                choice.leadsTo().values().stream()
                        .filter(id ->
                                all.stream().noneMatch(other -> other.name().startsWith(id + ".")))
                        .forEach(id -> problems.in("questionnaires/" + name + ".yaml")
                                .add(question.id(), "leads to a questionnaire that is not there: " + id));
            }
        }));
    }

    private static final class Reader {
        private final String name;
        private final String sha256;
        private final Set<String> placeLists;
        private final Problems.In problems;
        private final Map<String, Asked> asked = new LinkedHashMap<>();
        /** The options that a condition may name, of the questions that were read so far. */
        private final Map<String, List<String>> choices = new HashMap<>();

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
            Map<String, PanelKind> compartments = compartments(file);
            List<String> screens = file.list("screens");

            List<Question> questions = new ArrayList<>();
            for (JsonNode each : file.node("questions").map(JsonNode::values).orElse(List.of())) {
                question(each, compartments.keySet(), Optional.empty(), questions);
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
            boolean offered = !file.has("offered") || file.flag("offered");
            boolean atOnce = file.flag("at_once");
            any.stream()
                    .filter(question -> !asked.containsKey(question))
                    .forEach(question -> problems.add("", "minimum names an unknown question \"" + question + "\""));
            file.nothingElse();

            Optional<Questionnaire> questionnaire = problems.none()
                    ? Optional.of(new Questionnaire(
                            name, sha256, compartments, screens, questions, new HashSet<>(any), offered, atOnce))
                    : Optional.empty();
            questionnaire
                    .flatMap(Questionnaire::unaskable)
                    .ifPresent(question -> problems.add(
                            question,
                            "its condition looks at a question that is asked later: the short path comes first"));
            int slots = questions.stream().mapToInt(q -> times(q, questions)).sum();
            if (slots > MOST_SLOTS) {
                problems.add("", "it can ask " + slots + " times; " + MOST_SLOTS + " at the most");
            }
            return new Structure(name, screens, asked, problems.none() ? questionnaire : Optional.empty());
        }

        private static int times(Question question, List<Question> all) {
            String event = question.event().orElse(question.id());
            return all.stream()
                    .filter(q -> q.id().equals(event))
                    .map(q -> q.type() instanceof QuestionType.Repeat repeat ? repeat.most() : 1)
                    .findFirst()
                    .orElse(1);
        }

        private Map<String, PanelKind> compartments(Fields file) {
            Map<String, PanelKind> compartments = new LinkedHashMap<>();
            Optional<Fields> named = file.mapping("compartments");
            if (named.isEmpty()) {
                problems.add("", "compartments is missing");
            }
            named.ifPresent(fields -> fields.keys().forEach(name -> {
                if (!COMPARTMENT.matcher(name).matches()) {
                    problems.add("", "a compartment has small letters only: " + name);
                }
                String word = fields.text(name).orElse("");
                PanelKind.of(word)
                        .ifPresentOrElse(
                                kind -> compartments.put(name, kind),
                                () -> problems.add("", name + ": there is no panel \"" + word + "\""));
            }));
            return compartments;
        }

        private void question(
                JsonNode node, Set<String> compartments, Optional<Question> event, List<Question> questions) {
            String id = node.path("id").asString("");
            Fields fields = new Fields(id, node, problems);
            fields.required("id");
            if (!ID.matcher(id).matches()) {
                problems.add(id, "an id has small letters, digits and underscores");
                return;
            }
            if (asked.containsKey(id)) {
                problems.add(id, "two questions have this id");
                return;
            }
            fields.required("purpose");
            fields.requiredList("basis").stream()
                    .filter(basis -> !BASIS.matcher(basis).matches())
                    .forEach(basis -> problems.add(id, "unknown basis \"" + basis + "\""));
            boolean core = event.map(Question::core).orElseGet(() -> fields.flag("core"));
            String compartment = fields.text("compartment")
                    .orElse(event.map(Question::compartment).orElse(DEFAULT_COMPARTMENT));
            if (!compartments.contains(compartment)) {
                problems.add(id, "unknown compartment \"" + compartment + "\"");
            }
            Optional<Condition> condition = condition(id, fields);
            Optional<QuestionType> type = type(id, fields, event.isPresent());
            Optional<JsonNode> inside = fields.node("questions");
            if (inside.isPresent() && !(type.isPresent() && type.get() instanceof QuestionType.Repeat)) {
                problems.add(id, "only an event has questions of its own");
            }
            fields.nothingElse();
            type.map(t -> new Question(id, t, compartment, core, condition, event.map(Question::id)))
                    .ifPresent(question -> {
                        questions.add(question);
                        if (question.type() instanceof QuestionType.Repeat) {
                            List<JsonNode> each =
                                    inside.map(n -> List.copyOf(n.values())).orElse(List.of());
                            if (each.isEmpty()) {
                                problems.add(id, "an event without questions");
                            }
                            each.forEach(n -> question(n, compartments, Optional.of(question), questions));
                        }
                    });
        }

        private Optional<QuestionType> type(String id, Fields fields, boolean insideAnEvent) {
            String type = fields.required("type");
            List<String> offered = fields.has("options") ? fields.list("options") : List.of();
            asked.put(id, new Asked(offered, type.equals("repeat")));
            offered.stream()
                    .filter(option -> !ID.matcher(option).matches() || RESERVED.contains(option))
                    .forEach(option -> problems.add(id, "not a good id for an option: \"" + option + "\""));
            boolean takesOptions = List.of("consent", "choice", "multi").contains(type);
            if (takesOptions && offered.isEmpty()) {
                problems.add(id, "options is missing");
            }
            if (!takesOptions && !offered.isEmpty()) {
                problems.add(id, "a question of type " + type + " has no options");
            }
            Optional<QuestionType> read = switch (type) {
                case "consent" -> {
                    if (!offered.equals(QuestionType.Consent.OPTIONS)) {
                        problems.add(id, "the options of a consent are " + QuestionType.Consent.OPTIONS);
                    }
                    if (asked.size() > 1) {
                        problems.add(id, "the consent must be the first question");
                    }
                    yield Optional.of(new QuestionType.Consent());
                }
                case "text" -> Optional.of(new QuestionType.Text());
                case "narrative" -> Optional.of(new QuestionType.Narrative());
                case "contact" -> Optional.of(new QuestionType.Contact());
                case "files" -> Optional.of(new QuestionType.Files());
                case "yes_no" -> Optional.of(new QuestionType.YesNo());
                case "choice" -> Optional.of(choice(id, offered, fields));
                case "multi" -> multi(id, offered, fields);
                case "partial_date" -> Optional.of(new QuestionType.PartialDate(fields.flag("long_ago")));
                case "id_number" -> idNumber(id, fields.requiredList("kinds"));
                case "repeat" -> repeat(id, fields, insideAnEvent);
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
            choices.put(id, read.map(QuestionType::choices).orElse(offered));
            return read;
        }

        /** Where a choice may lead to another questionnaire, nothing but the consent can have been told before: it is destroyed. */
        private QuestionType choice(String id, List<String> offered, Fields fields) {
            List<String> urgent = fields.list("urgent");
            List<String> helped = fields.list("helped");
            Map<String, String> leadsTo = new LinkedHashMap<>();
            fields.mapping("leads_to")
                    .ifPresent(leads -> leads.keys().forEach(option -> leadsTo.put(option, leads.required(option))));
            if (!leadsTo.isEmpty() && asked.size() != 2) {
                problems.add(id, "only the first question behind the consent may lead elsewhere");
            }
            mustBeOffered(id, "urgent", urgent, offered);
            mustBeOffered(id, "helped", helped, offered);
            mustBeOffered(id, "leads_to", leadsTo.keySet(), offered);
            return new QuestionType.Choice(
                    offered, Set.copyOf(urgent), Set.copyOf(helped), leadsTo, widens(id, offered, fields));
        }

        private Set<String> widens(String id, List<String> offered, Fields fields) {
            List<String> widens = fields.list("widens");
            mustBeOffered(id, "widens", widens, offered);
            return Set.copyOf(widens);
        }

        private void mustBeOffered(String id, String key, Collection<String> named, List<String> offered) {
            named.stream()
                    .filter(option -> !offered.contains(option))
                    .forEach(option -> problems.add(id, key + " names an unknown option \"" + option + "\""));
        }

        private Optional<QuestionType> idNumber(String id, List<String> kinds) {
            kinds.stream()
                    .filter(kind -> !QuestionType.IdNumber.KINDS.contains(kind))
                    .forEach(kind -> problems.add(id, "unknown kind of number \"" + kind + "\""));
            return Optional.of(new QuestionType.IdNumber(Set.copyOf(kinds)));
        }

        private Optional<QuestionType> repeat(String id, Fields fields, boolean insideAnEvent) {
            int most = fields.number("most").orElse(0);
            if (insideAnEvent) {
                problems.add(id, "an event inside an event");
            }
            if (most < 1 || most > QuestionType.Repeat.MOST_EVENTS) {
                problems.add(id, "most is from 1 to " + QuestionType.Repeat.MOST_EVENTS);
                return Optional.empty();
            }
            return Optional.of(new QuestionType.Repeat(most));
        }

        private Optional<QuestionType> multi(String id, List<String> offered, Fields fields) {
            Optional<String> exclusive = fields.text("exclusive");
            Set<String> widens = widens(id, offered, fields);
            exclusive
                    .filter(option -> !offered.contains(option))
                    .ifPresent(option -> problems.add(id, "exclusive names an unknown option \"" + option + "\""));
            if (offered.size() > QuestionType.Multi.MOST_OPTIONS) {
                problems.add(id, "more than " + QuestionType.Multi.MOST_OPTIONS + " options");
                return Optional.empty();
            }
            return Optional.of(new QuestionType.Multi(offered, exclusive, widens));
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
            List<String> possible = choices.get(earlier);
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

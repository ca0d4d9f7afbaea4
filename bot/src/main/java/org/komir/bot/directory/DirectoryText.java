package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.komir.crypto.Recipient;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code directory.json}: reading and writing its form. A field that this version does not know is a problem and not a detail: it may be
 * a restriction that an older program would silently drop.
 */
public final class DirectoryText {
    public static final String FORMAT = "komir-directory/1";

    private static final Set<String> FIELDS = Set.of(
            "format",
            "organisation",
            "version",
            "issued",
            "expires",
            "panel",
            "escrow",
            "people",
            "form",
            "intake",
            "address",
            "recordings");
    private static final Set<String> FIELDS_OF_PERSON = Set.of("id", "name", "roles", "recipient", "signing");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private DirectoryText() {}

    /**
     * Only the form; whoever acts on a directory takes it from {@link SignedDirectory#verify}.
     *
     * @throws DirectoryRefused with every problem of the form
     */
    public static Directory parse(String text) {
        List<String> problems = new ArrayList<>();
        Optional<Directory> directory = read(text, problems);
        if (!problems.isEmpty()) {
            throw new DirectoryRefused(problems);
        }
        return directory.orElseThrow();
    }

    /** Empty exactly if problems were added. */
    static Optional<Directory> read(String text, List<String> problems) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException notJson) {
            problems.add("it is not JSON, or has a field twice");
            return Optional.empty();
        }
        return new Reader(problems).directory(root);
    }

    public static byte[] write(Directory directory) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("organisation", directory.organisation());
        root.put("version", directory.version());
        root.put("issued", directory.issued().toString());
        root.put("expires", directory.expires().toString());
        root.put("panel", directory.panel());
        root.put("escrow", directory.escrow().toString());
        directory.form().ifPresent(form -> root.put("form", form));
        directory.intake().ifPresent(intake -> root.put("intake", intake.toString()));
        directory.address().ifPresent(address -> root.put("address", address));
        directory.recordings().ifPresent(recordings -> root.put("recordings", recordings));
        ArrayNode people = root.putArray("people");
        for (Person person : directory.people()) {
            ObjectNode node = people.addObject();
            node.put("id", person.id());
            node.put("name", person.name());
            ArrayNode roles = node.putArray("roles");
            person.roles().forEach(role -> roles.add(role.word()));
            node.put("recipient", person.recipient().toString());
            node.put("signing", person.signingKey().toString());
        }
        return (JSON.writeValueAsString(root) + "\n").getBytes(UTF_8);
    }

    /** Reads on after a problem, so that all are told. What it repeats of a text that nobody vouches for is only ever a plain word. */
    private static final class Reader {
        private final List<String> problems;
        private final int before;

        Reader(List<String> problems) {
            this.problems = problems;
            this.before = problems.size();
        }

        Optional<Directory> directory(JsonNode root) {
            if (!root.isObject()) {
                problems.add("it is not a JSON object");
                return Optional.empty();
            }
            @Nullable String format = text(root, "format", "");
            if (format != null && !format.equals(FORMAT)) {
                problems.add("its format is not " + FORMAT);
            }
            unknownFields(root, FIELDS, "");
            @Nullable String organisation = text(root, "organisation", "");
            @Nullable Integer version = number(root, "version");
            @Nullable LocalDate issued = parsed(root, "issued", "", LocalDate::parse);
            @Nullable LocalDate expires = parsed(root, "expires", "", LocalDate::parse);
            @Nullable Integer panel = number(root, "panel");
            @Nullable Recipient escrow = parsed(root, "escrow", "", Recipient::parse);
            Optional<String> form = optional(root, "form", Directory::hash);
            Optional<VerifyingKey> intake = optional(root, "intake", VerifyingKey::parse);
            Optional<String> address = optional(root, "address", Directory::address);
            Optional<String> recordings = optional(root, "recordings", Directory::hash);
            List<Person> people = people(root);
            if (problems.size() > before
                    || organisation == null
                    || version == null
                    || issued == null
                    || expires == null
                    || panel == null
                    || escrow == null) {
                return Optional.empty();
            }
            return Optional.of(new Directory(
                    organisation, version, issued, expires, panel, escrow, people, form, intake, address, recordings));
        }

        private List<Person> people(JsonNode root) {
            JsonNode list = root.path("people");
            if (!list.isArray()) {
                problems.add("people is missing, or no list");
                return List.of();
            }
            List<Person> people = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                person(list.get(i), i + 1).ifPresent(people::add);
            }
            return people;
        }

        private Optional<Person> person(JsonNode node, int position) {
            String id = node.path("id").isString() ? node.path("id").asString() : "";
            String whose = " of " + (Person.isId(id) ? id : "person " + position);
            if (!Person.isId(id)) {
                problems.add("the id" + whose + " is not 1 to 32 lower-case letters, digits and hyphens");
            }
            unknownFields(node, FIELDS_OF_PERSON, whose);
            @Nullable String name = text(node, "name", whose);
            Set<Role> roles = roles(node.path("roles"), whose);
            @Nullable Recipient recipient = parsed(node, "recipient", whose, Recipient::parse);
            @Nullable VerifyingKey signing = parsed(node, "signing", whose, VerifyingKey::parse);
            if (!Person.isId(id) || name == null || recipient == null || signing == null) {
                return Optional.empty();
            }
            return Optional.of(new Person(id, name, roles, recipient, signing));
        }

        private Set<Role> roles(JsonNode list, String whose) {
            Set<Role> roles = EnumSet.noneOf(Role.class);
            if (!list.isArray()) {
                problems.add("roles" + whose + " is missing, or no list");
                return roles;
            }
            for (JsonNode word : list) {
                String text = word.isString() ? word.asString() : "";
                Role.of(text).ifPresentOrElse(roles::add, () -> problems.add("unknown role " + plain(text) + whose));
            }
            return roles;
        }

        private void unknownFields(JsonNode node, Set<String> known, String whose) {
            for (String field : new TreeSet<>(node.propertyNames())) {
                if (!known.contains(field)) {
                    problems.add("unknown field " + plain(field) + whose);
                }
            }
        }

        private @Nullable String text(JsonNode node, String field, String whose) {
            JsonNode value = node.path(field);
            if (!value.isString()) {
                problems.add(field + whose + " is missing, or no text");
                return null;
            }
            return value.asString();
        }

        private @Nullable Integer number(JsonNode node, String field) {
            JsonNode value = node.path(field);
            if (!value.isInt()) {
                problems.add(field + " is missing, or no whole number");
                return null;
            }
            return value.asInt();
        }

        /** Empty where the field is not there; one that is there and cannot be read is a problem. */
        private <T> Optional<T> optional(JsonNode node, String field, Function<String, T> parse) {
            return node.has(field) ? Optional.ofNullable(parsed(node, field, "", parse)) : Optional.empty();
        }

        private <T> @Nullable T parsed(JsonNode node, String field, String whose, Function<String, T> parse) {
            @Nullable String text = text(node, field, whose);
            if (text == null) {
                return null;
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException | DateTimeException malformed) {
                problems.add(field + whose + " cannot be read");
                return null;
            }
        }

        private static String plain(String word) {
            return word.matches("[A-Za-z0-9_-]{1,32}") ? "'" + word + "'" : "(unprintable)";
        }
    }
}

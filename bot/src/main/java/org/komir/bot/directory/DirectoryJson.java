package org.komir.bot.directory;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.komir.crypto.Recipient;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text of {@code directory.json}. */
public final class DirectoryJson {
    static final String FORMAT = "komir-directory/1";

    private static final Set<String> FIELDS =
            Set.of("format", "organisation", "version", "issued", "expires", "panel", "escrow", "people");
    private static final Set<String> PERSON_FIELDS = Set.of("id", "name", "roles", "recipient", "signing");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DirectoryJson() {}

    /** @throws DirectoryRefused with every problem at once */
    public static Directory read(String text) throws DirectoryRefused {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException malformed) {
            throw new DirectoryRefused("it is not JSON");
        }
        List<String> problems = new ArrayList<>();
        if (!FORMAT.equals(root.path("format").asString(""))) {
            throw new DirectoryRefused("its format is not " + FORMAT);
        }
        unknown(root, FIELDS, "", problems);
        @Nullable LocalDate issued = value(root, "issued", LocalDate::parse, "", problems);
        @Nullable LocalDate expires = value(root, "expires", LocalDate::parse, "", problems);
        @Nullable Recipient escrow = value(root, "escrow", Recipient::parse, "", problems);
        List<Person> people = new ArrayList<>();
        for (JsonNode node : root.path("people")) {
            person(node, problems).ifPresent(people::add);
        }
        if (issued == null || expires == null || escrow == null) {
            throw new DirectoryRefused(problems);
        }
        Directory directory = new Directory(
                root.path("organisation").asString(""),
                root.path("version").asInt(0),
                issued,
                expires,
                root.path("panel").asInt(0),
                escrow,
                people);
        problems.addAll(directory.problems());
        if (!problems.isEmpty()) {
            throw new DirectoryRefused(problems);
        }
        return directory;
    }

    private static Optional<Person> person(JsonNode node, List<String> problems) {
        String id = node.path("id").asString("");
        String where = " of " + (id.isEmpty() ? "a person without id" : id);
        unknown(node, PERSON_FIELDS, where, problems);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (JsonNode word : node.path("roles")) {
            Optional<Role> role = Role.of(word.asString(""));
            role.ifPresentOrElse(roles::add, () -> problems.add("unknown role " + word.asString("") + where));
        }
        @Nullable Recipient recipient = value(node, "recipient", Recipient::parse, where, problems);
        @Nullable VerifyingKey signing = value(node, "signing", VerifyingKey::parse, where, problems);
        return recipient == null || signing == null
                ? Optional.empty()
                : Optional.of(new Person(id, node.path("name").asString(id), roles, recipient, signing));
    }

    private static <T> @Nullable T value(
            JsonNode node, String field, Function<String, T> parse, String where, List<String> problems) {
        String text = node.path(field).asString("");
        if (text.isEmpty()) {
            problems.add(field + where + " is missing");
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException malformed) {
            problems.add(field + where + " cannot be read");
            return null;
        }
    }

    private static void unknown(JsonNode node, Set<String> known, String where, List<String> problems) {
        for (Iterator<String> names = node.propertyNames().iterator(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problems.add("unknown field " + name + where);
            }
        }
    }

    /** The text for a directory, indented; this is what is signed. */
    public static String write(Directory directory) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("organisation", directory.organisation());
        root.put("version", directory.version());
        root.put("issued", directory.issued().toString());
        root.put("expires", directory.expires().toString());
        root.put("panel", directory.panel());
        root.put("escrow", directory.escrow().toString());
        ArrayNode people = root.putArray("people");
        for (Person person : directory.people()) {
            ObjectNode entry = people.addObject();
            entry.put("id", person.id());
            entry.put("name", person.name());
            ArrayNode roles = entry.putArray("roles");
            new TreeSet<>(person.roles()).forEach(role -> roles.add(role.word()));
            entry.put("recipient", person.recipient().toString());
            entry.put("signing", person.signing().toString());
        }
        return JSON.writeValueAsString(root) + "\n";
    }
}

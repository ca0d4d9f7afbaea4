package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Padding;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.VerifyingKey;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A submission as it comes over the line ({@code komir-submission/1}, {@code docs/record-format.md}). Only what can be sealed is let through: files of the age
 * format, records of the one size, as many and in such an order as the form makes them. So nothing that was not sealed can come to lie in the store by
 * this way, and no submission differs from another of its class.
 */
public final class SubmissionBytes {
    /** The largest class of the form, with room for its keys. */
    static final int LONGEST = 16 * 1024 * 1024;

    private static final String FORMAT = "komir-submission/1";
    private static final int LONGEST_HEADER = 1024 * 1024;
    private static final int LONGEST_KEY_FILE = 256 * 1024;
    private static final int SMALLEST_MANIFEST = 2048;
    private static final int OF_CASE = 32;
    private static final int OF_OTHERS = 8;
    private static final Set<Integer> CLASSES = Set.of(1, 2, 4, 8, 16);
    private static final Set<String> FIELDS = Set.of(
            "format",
            "case",
            "urgent",
            "mailbox",
            "recipient",
            "author",
            "author_statement",
            "signature",
            "keys",
            "records");
    private static final byte[] INTRO = "age-encryption.org/v1\n-> mlkem768x25519 ".getBytes(US_ASCII);

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final int sizeOfARecord;

    /** Not what the form makes. Says nothing of what it is. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed() {
            super("no submission", null, false, false);
        }
    }

    /** @param any recipient: the size of a sealed record does not depend on it */
    public SubmissionBytes(Recipient any) {
        byte[] smallest = new byte[Padding.SMALL];
        this.sizeOfARecord =
                new Sealer().seal(Purpose.TESTIMONY, smallest, List.of(any)).bytes().length;
    }

    Submission read(byte[] bytes, LocalDate today) throws Malformed {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int length = in.readInt();
            must(length > 0 && length <= LONGEST_HEADER);
            JsonNode header = json.readTree(in.readNBytes(length));
            must(header.isObject() && Set.copyOf(header.propertyNames()).equals(FIELDS));
            must(header.path("format").asString("").equals(FORMAT));
            Map<Compartment, CaseKey> keys = keys(header.path("keys"), in);
            List<StoredRecord> records = records(header.path("records"), in, keys);
            must(in.read() < 0);
            CaseId id = new CaseId(header.path("case").asString(""));
            Mailbox mailbox = new Mailbox(
                    header.path("mailbox").asString(""),
                    Recipient.parse(header.path("recipient").asString("")),
                    VerifyingKey.parse(header.path("author").asString("")));
            SignedText author = SignedText.of(
                    header.path("author_statement").asString(""),
                    header.path("signature").asString(""));
            mustBeItsOwn(author, id, records.getLast(), mailbox.author());
            return new Submission(id, flag(header.path("urgent")), keys, records, mailbox, author, today);
        } catch (IOException | JacksonException | IllegalArgumentException malformed) {
            throw new Malformed();
        }
    }

    /** Nothing but the one text, so that a key that signs cannot carry words past the sealing; and only for this manifest, which names all the rest. */
    private static void mustBeItsOwn(SignedText author, CaseId id, StoredRecord manifest, VerifyingKey key)
            throws Malformed {
        String expected = "{\"format\":\"komir-author/1\",\"case\":\"%s\",\"manifest\":\"%s\"}"
                .formatted(id.hex(), manifest.sealed().sha256Hex());
        must(author.text().equals(expected));
        must(key.verifies(SigningDomain.AUTHOR, expected.getBytes(US_ASCII), author.signature()));
    }

    private static boolean flag(JsonNode node) throws Malformed {
        must(node.isBoolean());
        return node.asBoolean();
    }

    private Map<Compartment, CaseKey> keys(JsonNode list, DataInputStream in) throws IOException, Malformed {
        must(list.isArray());
        Map<Compartment, CaseKey> keys = new HashMap<>();
        for (JsonNode entry : list) {
            Compartment compartment = new Compartment(entry.path("compartment").asString(""));
            byte[] file = part(entry, LONGEST_KEY_FILE, in);
            CaseKey key = new CaseKey(
                    Recipient.parse(entry.path("recipient").asString("")),
                    Sealed.stored(Purpose.CASE_KEY, file),
                    Optional.of(panelists(entry)));
            must(keys.put(compartment, key) == null);
        }
        must(keys.containsKey(Compartment.CASE));
        return keys;
    }

    /** Of what form it is, and no more: to whom the file is sealed nobody sees. */
    private static Panelists panelists(JsonNode entry) throws Malformed {
        JsonNode outer = entry.path("outer");
        return new Panelists(
                ids(entry.path("panel")), outer.isMissingNode() ? Optional.empty() : Optional.of(ids(outer)));
    }

    private static List<String> ids(JsonNode list) throws Malformed {
        must(list.isArray());
        List<String> ids = new ArrayList<>();
        list.forEach(id -> ids.add(id.asString("")));
        return ids;
    }

    private List<StoredRecord> records(JsonNode list, DataInputStream in, Map<Compartment, CaseKey> keys)
            throws IOException, Malformed {
        must(list.isArray());
        List<StoredRecord> records = new ArrayList<>();
        Set<FileName> named = new HashSet<>();
        for (JsonNode entry : list) {
            boolean last = records.size() == list.size() - 1;
            Compartment compartment = new Compartment(entry.path("compartment").asString(""));
            must(keys.containsKey(compartment) && entry.path("seq").asInt(-1) == records.size());
            byte[] sealed = part(entry, last ? LONGEST : sizeOfARecord, in);
            must(last ? sealed.length > SMALLEST_MANIFEST : sealed.length == sizeOfARecord);
            List<FileName> files = new ArrayList<>();
            for (JsonNode name : entry.path("files")) {
                FileName file = new FileName(name.asString(""));
                must(named.add(file));
                files.add(file);
            }
            records.add(new StoredRecord(records.size(), compartment, Sealed.stored(Purpose.TESTIMONY, sealed), files));
        }
        mustBeInOrder(records, keys.keySet());
        return records;
    }

    /** The receipt and the case's own records, then the other compartments by name, and the manifest: as many as their class has. */
    private static void mustBeInOrder(List<StoredRecord> records, Set<Compartment> compartments) throws Malformed {
        int others = compartments.size() - 1;
        int ofOneClass = OF_CASE + OF_OTHERS * others;
        int k = records.size() / ofOneClass;
        must(CLASSES.contains(k) && records.size() == k * ofOneClass);
        List<Compartment> expected = new ArrayList<>();
        Map<String, Compartment> byName = new TreeMap<>();
        compartments.forEach(one -> byName.put(one.name(), one));
        byName.remove(Compartment.CASE.name());
        repeat(expected, Compartment.CASE, OF_CASE * k - 1);
        byName.values().forEach(one -> repeat(expected, one, OF_OTHERS * k));
        expected.add(Compartment.CASE);
        must(records.stream().map(StoredRecord::compartment).toList().equals(expected));
        must(Optional.of(records.getLast())
                .filter(manifest -> manifest.files().isEmpty())
                .isPresent());
    }

    private static void repeat(List<Compartment> into, Compartment compartment, int times) {
        for (int i = 0; i < times; i++) {
            into.add(compartment);
        }
    }

    private static byte[] part(JsonNode entry, int most, DataInputStream in) throws IOException, Malformed {
        int size = entry.path("size").asInt(-1);
        must(size > INTRO.length && size <= most);
        byte[] part = in.readNBytes(size);
        must(part.length == size);
        for (int i = 0; i < INTRO.length; i++) {
            must(part[i] == INTRO[i]);
        }
        return part;
    }

    private static void must(boolean holds) throws Malformed {
        if (!holds) {
            throw new Malformed();
        }
    }
}

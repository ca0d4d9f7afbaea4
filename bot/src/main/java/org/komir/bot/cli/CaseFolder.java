package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.komir.bot.cli.ExportedNames.RecordName;
import org.komir.bot.directory.Directory;
import org.komir.bot.files.FileName;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.SealedFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of one exported case, opened as far as some identities can. age binds no context, so each record says inside what it
 * is, and is checked against where it lies; the manifest tells what must be there. One bad file never hides the others.
 */
final class CaseFolder {
    private static final String RECORD_FORMAT = "komir-record/1";
    private static final byte[] AGE = "age-encryption.org/v1\n".getBytes(US_ASCII);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path folder;
    private final String id;
    private final Opener opener;
    private final Optional<Wanted> wanted;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Compartment, Identity> keys = new HashMap<>();
    private final List<OpenedRecord> opened = new ArrayList<>();
    /** Also of those that do not open: the manifest is about sealed files. */
    private final SortedMap<Integer, String> sha256 = new TreeMap<>();

    private CaseFolder(Path folder, Opener opener, Optional<Wanted> wanted) {
        this.wanted = wanted;
        this.folder = folder;
        this.id = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        this.opener = opener;
    }

    /** A record that is whole and lies where it says it belongs. */
    record OpenedRecord(int seq, Compartment compartment, JsonNode content) {
        String kind() {
            return content.path("kind").asString("");
        }

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /**
     * @param records in the order of their numbers
     * @param work by volunteers, as far as it could be opened
     * @param notes what one should know and nobody has to mend
     * @param problems what is damaged, missing or forged
     */
    record Reading(
            String id, List<OpenedRecord> records, AddedWork.Reading work, List<String> notes, List<String> problems) {}

    static boolean isCase(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(file -> file.getFileName().toString())
                    .anyMatch(name -> ExportedNames.keyOf(name).isPresent()
                            || ExportedNames.recordOf(name).isPresent());
        }
    }

    /** @param directories of all times, by which signatures of volunteers are checked; none, and they are not */
    static Reading read(Path folder, List<Identity> identities, Optional<Wanted> wanted, List<Directory> directories)
            throws IOException {
        return new CaseFolder(folder, new Opener(identities), wanted).read(directories);
    }

    /** A file that is to be written out, opened. */
    record Wanted(FileName name, Path to) {}

    private Reading read(List<Directory> directories) throws IOException {
        Set<Compartment> keyFiles = new TreeSet<>(Comparator.comparing(Compartment::name));
        SortedMap<Integer, RecordName> records = new TreeMap<>();
        for (String name : names()) {
            ExportedNames.keyOf(name).ifPresent(keyFiles::add);
            ExportedNames.recordOf(name).ifPresent(record -> {
                if (records.putIfAbsent(record.seq(), record) != null) {
                    problems.add(name + ": there is another record of this number");
                }
            });
        }
        for (Compartment compartment : keyFiles) {
            openKey(compartment);
        }
        for (RecordName record : records.values()) {
            openRecord(record, keyFiles);
        }
        checkManifest(records);
        checkWhatItFollows();
        AddedWork.Reading work = AddedWork.read(folder, id, keys, directories);
        problems.addAll(work.problems());
        boolean isSigned = !work.pieces().isEmpty() || !work.verdicts().isEmpty();
        if (isSigned && directories.isEmpty()) {
            notes.add("whose work and verdicts these are was not checked: name a --directory and the --root-key");
        }
        return new Reading(id, List.copyOf(opened), work, List.copyOf(notes), List.copyOf(problems));
    }

    /** Whoever could write to the folder could have put the statement of another case there, or one of their own. */
    private void checkWhatItFollows() throws IOException {
        Optional<FollowsFile> follows;
        try {
            follows = FollowsFile.in(folder);
        } catch (IllegalArgumentException another) {
            problems.add(ExportedNames.FOLLOWS + ": has another form");
            return;
        }
        if (follows.isPresent()) {
            check(follows.get());
        }
    }

    private void check(FollowsFile follows) throws IOException {
        Optional<String> last = Optional.ofNullable(sha256.lastEntry()).map(Map.Entry::getValue);
        if (!follows.isAbout(id, last, folder)) {
            problems.add(ExportedNames.FOLLOWS + ": is not about this case");
            return;
        }
        Path first = folder.toAbsolutePath().normalize().resolveSibling(follows.first());
        Optional<JsonNode> receipt =
                Files.isDirectory(first) ? new CaseFolder(first, opener, Optional.empty()).receipt() : Optional.empty();
        switch (follows.signedBy(receipt, first)) {
            case THE_FAMILY -> notes.add("follows the case " + follows.first() + ", as its family signed");
            case SOMEBODY_ELSE ->
                problems.add(ExportedNames.FOLLOWS + ": the family of " + follows.first() + " has not signed this");
            case CANNOT_BE_TOLD ->
                notes.add("follows the case " + follows.first()
                        + ", it says; whether its family signed that cannot be told here");
        }
    }

    /** What record 0 says, of this case alone. */
    private Optional<JsonNode> receipt() throws IOException {
        RecordName record = new RecordName(0, Compartment.CASE);
        Path key = folder.resolve(ExportedNames.key(Compartment.CASE));
        if (!Files.exists(key) || !Files.exists(folder.resolve(ExportedNames.record(0, Compartment.CASE)))) {
            return Optional.empty();
        }
        openKey(Compartment.CASE);
        openRecord(record, Set.of(Compartment.CASE));
        return opened.stream()
                .filter(one -> one.kind().equals("receipt"))
                .map(one -> one.content().path("value"))
                .findFirst();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void openKey(Compartment compartment) throws IOException {
        String name = ExportedNames.key(compartment);
        try {
            byte[] plain = opener.open(Files.readAllBytes(folder.resolve(name)));
            if (isAge(plain)) {
                plain = openInner(plain, compartment);
            }
            Identity identity = Identity.parse(new String(plain, US_ASCII).strip());
            if (isOfThisCase(identity, compartment)) {
                keys.put(compartment, identity);
            } else {
                problems.add(name + ": holds a key, but not the one of this case");
            }
        } catch (CannotOpen.NotForThisKey others) {
            notes.add("'" + compartment.name() + "' stays closed: it is sealed to others");
        } catch (NeedsTheOther nested) {
            notes.add("'" + compartment.name() + "' stays closed: it needs the key of a custodian too");
        } catch (CannotOpen damaged) {
            problems.add(name + ": " + damaged.getMessage());
        } catch (IllegalArgumentException notAKey) {
            problems.add(name + ": does not hold a key");
        }
    }

    /** The outer file was opened, the inner one is sealed to people whose key is not here. */
    private static final class NeedsTheOther extends Exception {
        private static final long serialVersionUID = 1;
    }

    private byte[] openInner(byte[] inner, Compartment compartment) throws CannotOpen, NeedsTheOther {
        try {
            return opener.open(inner);
        } catch (CannotOpen.NotForThisKey others) {
            throw new NeedsTheOther();
        }
    }

    /** Whether these bytes begin as an age file does. */
    static boolean isAge(byte[] plain) {
        return plain.length > AGE.length
                && new String(plain, 0, AGE.length, US_ASCII).equals(new String(AGE, US_ASCII));
    }

    /** Whoever could write to the folder could have put a key of their own there, with records sealed to it. */
    private boolean isOfThisCase(Identity identity, Compartment compartment) throws IOException {
        Path file = folder.resolve(ExportedNames.recipient(compartment));
        return !Files.exists(file)
                || Files.readString(file).strip().equals(identity.recipient().toString());
    }

    private void openRecord(RecordName record, Set<Compartment> keyFiles) throws IOException {
        String name = ExportedNames.record(record.seq(), record.compartment());
        Sealed<Purpose.Testimony> sealed = Sealed.stored(Purpose.TESTIMONY, Files.readAllBytes(folder.resolve(name)));
        sha256.put(record.seq(), sealed.sha256Hex());
        if (!keyFiles.contains(record.compartment())) {
            problems.add(name + ": cannot be opened, " + ExportedNames.key(record.compartment()) + " is missing");
            return;
        }
        Identity key = keys.get(record.compartment());
        if (key == null) {
            return;
        }
        try {
            JsonNode content = JSON.readTree(new Opener(List.of(key)).open(sealed));
            if (isWhereItBelongs(content, record)) {
                opened.add(new OpenedRecord(record.seq(), record.compartment(), content));
                for (JsonNode attachment : content.path("attachments")) {
                    openFile(attachment, key);
                }
            } else {
                problems.add(name + ": is another record, put in this place");
            }
        } catch (CannotOpen.NotForThisKey foreign) {
            problems.add(name + ": is not sealed to the key of this case");
        } catch (CannotOpen damaged) {
            problems.add(name + ": " + damaged.getMessage());
        } catch (JacksonException notJson) {
            problems.add(name + ": opens, but is no record");
        }
    }

    /** Every file is opened and compared with what its record tells, also those that are not written out. */
    private void openFile(JsonNode attachment, Identity key) throws IOException {
        String hex = attachment.path("file").asString("");
        if (!FileName.isName(hex)) {
            problems.add("a record names a file with a forged name");
            return;
        }
        FileName name = new FileName(hex);
        Path file = folder.resolve(ExportedNames.file(name));
        if (Files.notExists(file)) {
            problems.add(ExportedNames.file(name) + ": is missing");
            return;
        }
        SealedFile.Content recorded = new SealedFile.Content(
                attachment.path("size").asLong(-1), attachment.path("sha256").asString(""));
        Optional<Path> to = wanted.filter(w -> w.name().equals(name)).map(Wanted::to);
        boolean whole = false;
        try (OutputStream out = to.isPresent() ? NewFile.secret(to.get()) : OutputStream.nullOutputStream()) {
            SealedFile.open(new Opener(List.of(key)), Files.newInputStream(file), recorded, out);
            whole = true;
        } catch (CannotOpen.NotForThisKey foreign) {
            problems.add(ExportedNames.file(name) + ": is not sealed to the key of this case");
        } catch (CannotOpen damaged) {
            problems.add(ExportedNames.file(name) + ": " + damaged.getMessage());
        } catch (SealedFile.NotAsRecorded another) {
            problems.add(ExportedNames.file(name) + ": " + another.getMessage());
        } catch (IOException damaged) {
            if (!(damaged.getCause() instanceof CannotOpen.Damaged)) {
                throw damaged;
            }
            problems.add(ExportedNames.file(name) + ": " + damaged.getMessage());
        }
        if (!whole && to.isPresent()) {
            Files.deleteIfExists(to.get());
        } else {
            to.ifPresent(path -> notes.add("written, opened: " + path));
        }
    }

    private boolean isWhereItBelongs(JsonNode content, RecordName where) {
        return content.path("format").asString("").equals(RECORD_FORMAT)
                && content.path("case").asString("").equals(id)
                && content.path("compartment")
                        .asString("")
                        .equals(where.compartment().name())
                && content.path("seq").asInt(-1) == where.seq();
    }

    private void checkManifest(SortedMap<Integer, RecordName> records) {
        Optional<OpenedRecord> manifest = opened.stream()
                .filter(record ->
                        record.kind().equals("manifest") && record.compartment().equals(Compartment.CASE))
                .reduce((first, last) -> last);
        if (manifest.isEmpty()) {
            if (keys.containsKey(Compartment.CASE)) {
                problems.add("the manifest is missing: nobody can tell what else is");
            } else {
                notes.add("whether something is missing cannot be told without the key of 'case'");
            }
            return;
        }
        JsonNode value = manifest.get().content().path("value");
        Set<Integer> listed = new HashSet<>();
        for (JsonNode entry : value.path("records")) {
            int seq = entry.path("seq").asInt(-1);
            listed.add(seq);
            String expected = entry.path("sha256").asString("");
            String name = "record %03d (%s)"
                    .formatted(seq, Printable.of(entry.path("compartment").asString("")));
            if (!sha256.containsKey(seq)) {
                problems.add(name + ": is missing; the manifest lists it");
            } else if (!expected.equals(sha256.get(seq))) {
                problems.add(name + ": is not the one that was handed in");
            }
        }
        records.keySet().stream()
                .filter(seq -> seq < manifest.get().seq() && !listed.contains(seq))
                .forEach(seq -> problems.add("record %03d: was put in; the manifest does not list it".formatted(seq)));
        if (!value.path("complete").asBoolean(false)) {
            notes.add("the family did not finish it");
        }
    }

    /** In the order of their names. */
    static List<Path> sealedIn(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> file.toString().endsWith(".age"))
                    .sorted()
                    .toList();
        }
    }

    /** What is in the folder of quarantined updates, as text. */
    static Map<String, String> quarantined(Path folder, List<Identity> identities, List<String> problems)
            throws IOException {
        SortedMap<String, String> opened = new TreeMap<>();
        for (Path file : sealedIn(folder)) {
            String name = ExportedNames.QUARANTINE + "/" + file.getFileName();
            try {
                opened.put(name, new String(new Opener(identities).open(Files.readAllBytes(file)), UTF_8).strip());
            } catch (CannotOpen.NotForThisKey others) {
                continue;
            } catch (CannotOpen damaged) {
                problems.add(name + ": " + damaged.getMessage());
            }
        }
        return opened;
    }
}

package org.komir.bot.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.komir.bot.files.FileName;
import org.komir.crypto.Compartment;

/** The names of the files in the folder of an exported case. */
final class ExportedNames {
    /** The folder of what could not be taken, beside the cases. */
    static final String QUARANTINE = "quarantine";

    /** The folder of a case's voice, photos, videos and documents, inside the case's. */
    static final String FILES = "files";

    /** The folder of what volunteers added to a case, inside the case's. */
    static final String WORK = "work";

    /** The folder of what became of what the family needs, inside the case's. */
    static final String NEEDS = "needs";

    /** In the folder of a case about which there are verdicts: all of them, in their order. */
    static final String VERDICTS = "verdicts.json";

    /** In the folder of a case that follows another one: which, and the statement that its receipt signed. */
    static final String FOLLOWS = "follows.json";

    /** In the folder of a case that came to another mailbox: how. */
    static final String LINKS = "links.json";

    /** Beside the cases: who decided what about cases that were taken back. */
    static final String DECISIONS = "decisions.json";

    private static final Pattern RECORD = Pattern.compile("([0-9]{3,9})\\.([a-z]{1,16})\\.age");
    private static final Pattern KEY = Pattern.compile("([a-z]{1,16})\\.key\\.age");

    private ExportedNames() {}

    record RecordName(int seq, Compartment compartment) {}

    /** {@code case.key.age} */
    static String key(Compartment compartment) {
        return compartment.name() + ".key.age";
    }

    /** {@code case.recipient}: the public half, so that {@code age -R} can add to the case, and an opened key can be checked. */
    static String recipient(Compartment compartment) {
        return compartment.name() + ".recipient";
    }

    /** {@code case.panel}: the ids of those to whom the key file is sealed, a line each; of a nested one, the inner layer. */
    static String panel(Compartment compartment) {
        return compartment.name() + ".panel";
    }

    /** {@code identity.outer}: the same of the outer layer. */
    static String outerPanel(Compartment compartment) {
        return compartment.name() + ".outer";
    }

    /** {@code 001.case.age} */
    static String record(int seq, Compartment compartment) {
        return "%03d.%s.age".formatted(seq, compartment.name());
    }

    /** {@code files/0123….age} */
    static Path file(FileName name) {
        return Path.of(FILES, name.hex() + ".age");
    }

    /** {@code work/0123….age} */
    static Path work(String name) {
        return Path.of(WORK, name + ".age");
    }

    /** {@code needs/0123….age} */
    static Path workOnNeed(String name) {
        return Path.of(NEEDS, name + ".age");
    }

    static Optional<Compartment> keyOf(String file) {
        Matcher name = KEY.matcher(file);
        return name.matches() ? Optional.of(new Compartment(name.group(1))) : Optional.empty();
    }

    static Optional<RecordName> recordOf(String file) {
        Matcher name = RECORD.matcher(file);
        return name.matches()
                ? Optional.of(new RecordName(Integer.parseInt(name.group(1)), new Compartment(name.group(2))))
                : Optional.empty();
    }
}

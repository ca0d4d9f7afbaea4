package org.komir.bot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.komir.bot.directory.Directory;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.ActLog.Head;
import org.komir.bot.review.LogEntry;

/**
 * What is wrong with a saved log, entry by entry. It knows nothing but the file and the directories: an end that was cut off is seen only against another file.
 *
 * @param problems in the order of the file, each with the number of its entry
 * @param texts those that could be read, by their number; the first of several
 * @param head the last one that could be read
 */
record LogCheck(List<String> problems, TreeMap<Long, String> texts, Head head) {

    /**
     * @param from the number with which the file begins
     * @param directories of all times; whoever stood in one of them with a key may have signed with it
     */
    static LogCheck of(List<Optional<SignedText>> lines, long from, List<Directory> directories) {
        List<String> problems = new ArrayList<>();
        TreeMap<Long, String> texts = new TreeMap<>();
        Head head = from == 1 ? Head.NONE : new Head(from - 1, "", Head.NONE.at());
        for (Optional<SignedText> line : lines) {
            Optional<LogEntry> read = line.flatMap(signed -> LogEntry.read(signed.text()));
            if (read.isEmpty()) {
                problems.add("entry %d: altered, it is no entry of a log any more".formatted(head.n() + 1));
                head = new Head(head.n() + 1, "", head.at());
                continue;
            }
            LogEntry entry = read.get();
            place(entry, head, problems);
            if (directories.stream().noneMatch(directory -> isSigned(entry, line.get(), directory))) {
                problems.add("entry %d: altered, or signed by nobody of the directories (it names %s)"
                        .formatted(entry.n(), entry.volunteer()));
            }
            texts.putIfAbsent(entry.n(), entry.text());
            head = Head.of(entry);
        }
        return new LogCheck(List.copyOf(problems), texts, head);
    }

    /** @param before with an empty hash where the entry before cannot be known */
    private static void place(LogEntry entry, Head before, List<String> problems) {
        long expected = before.n() + 1;
        if (entry.n() > expected) {
            problems.add(
                    entry.n() == expected + 1
                            ? "entry %d: left out".formatted(expected)
                            : "entry %d: left out, and all up to entry %d".formatted(expected, entry.n() - 1));
        } else if (entry.n() < expected) {
            problems.add("entry %d: out of its place, it stands after entry %d".formatted(entry.n(), before.n()));
        } else if (!before.sha256().isEmpty() && !entry.before().equals(before.sha256())) {
            problems.add("entry %d: does not follow from entry %d as that stands here: one of the two was exchanged"
                    .formatted(entry.n(), before.n()));
        }
        if (entry.n() >= expected && entry.at().isBefore(before.at())) {
            problems.add("entry %d: its time is earlier than that of the entry before".formatted(entry.n()));
        }
    }

    private static boolean isSigned(LogEntry entry, SignedText signed, Directory directory) {
        return directory
                .person(entry.volunteer())
                .filter(person -> entry.isSignedBy(person.signingKey(), signed.signature()))
                .isPresent();
    }

    /** The first entry that is another one in the other log. */
    Optional<Long> partsFrom(LogCheck other) {
        return texts.entrySet().stream()
                .filter(entry -> other.texts.containsKey(entry.getKey()))
                .filter(entry -> !entry.getValue().equals(other.texts.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}

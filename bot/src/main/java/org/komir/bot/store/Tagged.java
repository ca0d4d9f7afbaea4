package org.komir.bot.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Mailboxes.Letter;

/** A value of {@link RedisStore} with a line before it: the line, a newline, the bytes. */
record Tagged(String tag, byte[] content) {

    static Tagged of(byte[] stored) {
        int end = 0;
        while (stored[end] != '\n') {
            end++;
        }
        return new Tagged(new String(stored, 0, end, UTF_8), Arrays.copyOfRange(stored, end + 1, stored.length));
    }

    static Tagged of(StoredRecord record) {
        return new Tagged(
                record.compartment().name() + spaced(record.files()),
                record.sealed().bytes());
    }

    static Tagged of(Letter letter) {
        return new Tagged(spaced(letter.files()), letter.content().bytes());
    }

    private static String spaced(List<FileName> files) {
        return files.isEmpty() ? "" : " " + Stores.line(files);
    }

    /** The names of files behind the first space. */
    List<FileName> files() {
        int space = tag.indexOf(' ');
        return space < 0 ? List.of() : Stores.files(tag.substring(space + 1));
    }

    /** What is before the first space. */
    String word() {
        return tag.split(" ", 2)[0];
    }

    byte[] bytes() {
        byte[] head = (tag + "\n").getBytes(UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return all;
    }
}

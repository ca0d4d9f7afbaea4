package org.komir.bot.store;

import io.lettuce.core.ScriptOutputType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.VerifyingKey;

/** What the sealed form and the way back ask of {@link RedisStore}, whose class comment has the keys; each is one script. */
final class RedisMailboxes {
    private static final String MAILBOX = "mailbox:";
    private static final String LETTERS = "letters:";
    private static final String WITHDRAWN = "cases:withdrawn";

    private final RedisStore store;

    RedisMailboxes(RedisStore store) {
        this.store = store;
    }

    Optional<LocalDate> handIn(Submission submission) {
        CaseId id = submission.id();
        Mailbox mailbox = submission.mailbox();
        Arguments arguments = Arguments.of(id.hex(), RedisStore.bit(submission.urgent()), mailbox.name())
                .add(mailbox.recipient().toString())
                .add(mailbox.author().toString())
                .add(submission.day().toString());
        arguments.count(submission.keys().keySet());
        submission
                .keys()
                .forEach((compartment, key) -> arguments
                        .add(compartment.name())
                        .add(key.recipient().toString())
                        .add(key.file().bytes()));
        arguments.count(submission.records());
        submission
                .records()
                .forEach(record -> arguments.add(Integer.toString(record.seq())).add(RedisStore.tagged(record)));
        String day = store.run(
                Script.SUBMIT,
                ScriptOutputType.STATUS,
                List.of(
                        RedisStore.of("case", id),
                        RedisStore.of("keys", id),
                        RedisStore.of("records", id),
                        MAILBOX + mailbox.name(),
                        "cases:submitted",
                        "cases:released"),
                arguments);
        return day.equals("REFUSED") ? Optional.empty() : Optional.of(LocalDate.parse(day));
    }

    Optional<Mail> mail(String mailbox) {
        List<List<byte[]>> found = store.run(
                Script.MAIL, ScriptOutputType.MULTI, List.of(MAILBOX + mailbox, LETTERS + mailbox), new Arguments());
        Map<String, byte[]> fields = RedisStore.fields(found.get(0));
        List<Letter> letters = new ArrayList<>();
        RedisStore.fields(found.get(1))
                .forEach((id, bytes) -> letters.add(new Letter(id, Sealed.stored(Purpose.REPLY, bytes))));
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Map<String, byte[]> ofCase = RedisStore.fields(found.get(2));
        return Optional.of(new Mail(
                Recipient.parse(RedisStore.field(fields, "recipient")),
                VerifyingKey.parse(RedisStore.field(fields, "author")),
                LocalDate.parse(RedisStore.field(fields, "day")),
                stage(ofCase),
                Optional.empty(),
                Optional.empty(),
                letters));
    }

    private static Stage stage(Map<String, byte[]> ofCase) {
        if (!RedisStore.field(ofCase, "withdrawn").isEmpty()) {
            return Stage.WITHDRAWN;
        }
        return switch (RedisStore.field(ofCase, "state")) {
            case "submitted" -> Stage.WAITING;
            case "released" -> Stage.WITH_VOLUNTEERS;
            case "closed" -> Stage.CLOSED;
            default -> Stage.GONE;
        };
    }

    boolean withdraw(String mailbox, LocalDate day) {
        Long done = store.run(
                Script.WITHDRAW,
                ScriptOutputType.INTEGER,
                List.of(
                        MAILBOX + mailbox,
                        LETTERS + mailbox,
                        "cases:submitted",
                        "cases:released",
                        "cases:closed",
                        WITHDRAWN),
                Arguments.of(day));
        return done == 1;
    }

    List<FileName> destroyWithdrawn(LocalDate before) {
        List<byte[]> names =
                store.run(Script.DESTROY_WITHDRAWN, ScriptOutputType.MULTI, List.of(WITHDRAWN), Arguments.of(before));
        return names.stream().map(name -> new FileName(RedisStore.text(name))).toList();
    }

    Optional<Mailbox> mailboxOf(CaseId id) {
        List<byte[]> found = store.run(
                Script.MAILBOX_OF, ScriptOutputType.MULTI, List.of(RedisStore.of("case", id)), new Arguments());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mailbox(
                        RedisStore.text(found.get(0)),
                        Recipient.parse(RedisStore.text(found.get(1))),
                        VerifyingKey.parse(RedisStore.text(found.get(2)))));
    }

    boolean send(CaseId id, Letter letter) {
        Long done = store.run(
                Script.SEND_LETTER,
                ScriptOutputType.INTEGER,
                List.of(RedisStore.of("case", id)),
                Arguments.of(letter.id()).add(letter.content().bytes()));
        return done == 1;
    }
}

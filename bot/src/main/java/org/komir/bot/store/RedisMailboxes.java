package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.bit;
import static org.komir.bot.store.RedisStore.field;
import static org.komir.bot.store.RedisStore.fields;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.Mailboxes.First;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.Turn.WayBack;
import org.komir.bot.review.Letters.Box;
import org.komir.bot.store.Script.Arguments;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.VerifyingKey;

/** Receipts, and what families and volunteers do with them, in {@link RedisStore}, whose class comment has the keys; each is one script. */
final class RedisMailboxes {
    static final String MAILBOX = "mailbox:";
    static final String LETTERS = "letters:";

    private final RedisStore store;

    RedisMailboxes(RedisStore store) {
        this.store = store;
    }

    Optional<LocalDate> handIn(Submission submission) {
        CaseId id = submission.id();
        Mailbox mailbox = submission.mailbox();
        Arguments arguments = Arguments.of(
                id.hex(),
                bit(submission.urgent()),
                mailbox.name(),
                mailbox.recipient(),
                mailbox.author(),
                submission.day(),
                submission.author().text(),
                submission.author().base64());
        arguments.count(submission.keys().keySet());
        submission
                .keys()
                .forEach((compartment, key) -> arguments
                        .add(compartment.name())
                        .add(key.recipient().toString())
                        .add(key.file().bytes())
                        .add(Stores.panel(key.panelists()))
                        .add(Stores.outer(key.panelists())));
        arguments.count(submission.records());
        submission
                .records()
                .forEach(record -> arguments
                        .add(Integer.toString(record.seq()))
                        .add(Tagged.of(record).bytes()));
        String day = store.run(
                Script.SUBMIT,
                ScriptOutputType.STATUS,
                List.of(
                        of("case", id),
                        of("keys", id),
                        of("records", id),
                        MAILBOX + mailbox.name(),
                        "cases:submitted",
                        "cases:released",
                        "cases:closed",
                        "cases:following"),
                arguments);
        return day.equals("REFUSED") ? Optional.empty() : Optional.of(LocalDate.parse(day));
    }

    /** What the script {@link Script#COMMIT} is told of a way back. */
    static void add(Arguments arguments, Optional<WayBack> wayBack) {
        if (wayBack.isEmpty()) {
            arguments.add("");
            return;
        }
        switch (wayBack.get()) {
            case WayBack.Opened opened -> {
                arguments
                        .add("opened")
                        .add(opened.mailbox().name())
                        .add(opened.mailbox().recipient().toString())
                        .add(opened.mailbox().author().toString())
                        .add(opened.day().toString());
                add(arguments, opened.tell());
            }
            case WayBack.Known known ->
                arguments
                        .add("known")
                        .add(known.mailbox())
                        .add(known.author().text())
                        .add(known.author().base64());
        }
    }

    private static void add(Arguments arguments, Optional<Tell> tell, byte... none) {
        arguments
                .add(tell.map(Tell::name).orElse(""))
                .add(tell.map(some -> some.sealed().bytes()).orElse(none));
    }

    Optional<Mail> mail(String mailbox, LocalDate today) {
        List<List<byte[]>> found = store.run(
                Script.MAIL, ScriptOutputType.MULTI, List.of(MAILBOX + mailbox, LETTERS + mailbox), new Arguments());
        Map<String, byte[]> fields = fields(found.get(0));
        List<Letter> letters = new ArrayList<>();
        fields(found.get(1)).forEach((id, bytes) -> {
            Tagged letter = Tagged.of(bytes);
            letters.add(new Letter(id, Sealed.stored(Purpose.REPLY, letter.content()), letter.files()));
        });
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Map<String, byte[]> ofCase = fields(found.get(2));
        Optional<LocalDate> withdrawn = Optional.of(field(fields, "withdrawn"))
                .filter(day -> !day.isEmpty())
                .map(LocalDate::parse);
        return Optional.of(new Mail(
                Recipient.parse(field(fields, "recipient")),
                VerifyingKey.parse(field(fields, "author")),
                LocalDate.parse(field(fields, "day")),
                withdrawn
                        .map(day -> Stores.stageOfWithdrawn(day, today))
                        .orElseGet(() -> Stores.stage(field(ofCase, "state"))),
                withdrawn,
                withdrawn.isPresent()
                        ? Optional.empty()
                        : Optional.of(new First(
                                new CaseId(field(fields, "id")), Recipient.parse(field(ofCase, "recipient")))),
                letters));
    }

    boolean replace(String mailbox, Mailbox by, Link link, List<Letter> letters, Optional<Tell> tell) {
        Arguments arguments = Arguments.of(by.name(), by.recipient(), by.author(), RedisLinks.value(link));
        add(arguments, tell);
        arguments.count(letters);
        letters.forEach(
                letter -> arguments.add(letter.id()).add(Tagged.of(letter).bytes()));
        Long done = store.run(
                Script.REPLACE,
                ScriptOutputType.INTEGER,
                List.of(
                        MAILBOX + mailbox,
                        LETTERS + mailbox,
                        MAILBOX + by.name(),
                        LETTERS + by.name(),
                        RedisTells.TELLS),
                arguments);
        return done == 1;
    }

    Optional<Box> mailboxOf(CaseId id) {
        List<List<byte[]>> found = store.run(
                Script.MAILBOX_OF,
                ScriptOutputType.MULTI,
                List.of(of("case", id), of("links", id), of(RedisTells.TELLS, id), RedisTells.TELLS),
                new Arguments());
        List<byte[]> mailbox = found.get(0);
        return mailbox.isEmpty()
                ? Optional.empty()
                : Optional.of(new Box(
                        new Mailbox(
                                text(mailbox.get(0)),
                                Recipient.parse(text(mailbox.get(1))),
                                VerifyingKey.parse(text(mailbox.get(2)))),
                        RedisLinks.inOrder(fields(found.get(1))),
                        RedisTells.tells(fields(found.get(2)))));
    }

    boolean send(CaseId id, Letter letter) {
        Long done = store.run(
                Script.SEND_LETTER,
                ScriptOutputType.INTEGER,
                List.of(of("case", id)),
                Arguments.of(letter.id()).add(Tagged.of(letter).bytes()));
        return done == 1;
    }
}

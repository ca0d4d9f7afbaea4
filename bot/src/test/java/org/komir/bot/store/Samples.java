package org.komir.bot.store;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredDraft;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkName;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Tell;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.bot.intake.Turn;
import org.komir.bot.intake.Turn.After;
import org.komir.bot.intake.Turn.Outgoing;
import org.komir.bot.review.Admission;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.Queued;
import org.komir.bot.review.Triage.Known;
import org.komir.bot.review.Verdicts;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Withdrawals.Decision;
import org.komir.bot.review.Withdrawals.Kind;
import org.komir.bot.review.Work.Kept;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;

/** Small things to be stored; to a store sealed bytes are bytes, so that these are not really sealed. */
final class Samples {
    static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    static final LocalDate TUESDAY = MONDAY.plusDays(1);
    static final Recipient RECIPIENT = Identity.generate(new SecureRandom()).recipient();

    private static final Recipient OTHER_RECIPIENT =
            Identity.generate(new SecureRandom()).recipient();
    private static final VerifyingKey AUTHOR =
            SigningKey.generate(new SecureRandom()).verifyingKey();

    private Samples() {}

    static LinkName chat(LocalDate day, int number) {
        return new LinkName(day, "%064x".formatted(number * 31L + day.toEpochDay()));
    }

    static LinkName update(LocalDate day, int number) {
        return new LinkName(day, "f%063x".formatted(number * 31L + day.toEpochDay()));
    }

    static CaseId caseId(int number) {
        return new CaseId("%032x".formatted(number));
    }

    static Sealed<Purpose.Cursor> cursor(String text) {
        return Sealed.stored(Purpose.CURSOR, bytes(text));
    }

    static Sealed<Purpose.Card> card(String text) {
        return Sealed.stored(Purpose.CARD, bytes(text));
    }

    static Sealed<Purpose.Quarantine> aside(String text) {
        return Sealed.stored(Purpose.QUARANTINE, bytes(text));
    }

    static StoredRecord record(int seq, Compartment compartment, String text) {
        return new StoredRecord(seq, compartment, Sealed.stored(Purpose.TESTIMONY, bytes(text)));
    }

    static StoredRecord withFiles(int seq, FileName... files) {
        return new StoredRecord(
                seq, Compartment.CASE, Sealed.stored(Purpose.TESTIMONY, bytes("a b\nc " + seq)), List.of(files));
    }

    /** Who reads a made-up case. */
    static final List<String> PANEL = List.of("aigul", "bolat");

    /** How the queue tells it. */
    static final Admission ADMISSION = new Admission(
            Map.of(Compartment.CASE, Optional.of(Panelists.of(PANEL)), Compartment.THREATS, Optional.empty()),
            Set.of());

    /** A made-up case in the queue. */
    static Queued queued(CaseId id, boolean urgent, boolean news, Optional<Lease> lease) {
        return new Queued(id, urgent, news, lease, Optional.empty(), Known.NOTHING, ADMISSION);
    }

    static FileName file(int number) {
        return new FileName("%032x".formatted(number));
    }

    static StoredRecord record(int seq) {
        return record(seq, Compartment.CASE, "record " + seq + "\n\0\u00ff");
    }

    static Outgoing outgoing(LocalDate day, int number) {
        return new Outgoing(
                new Outgoing.Id("%032x".formatted(number)),
                day,
                Sealed.stored(Purpose.OUTGOING, bytes("say " + number)));
    }

    static Turn.Opening opening(boolean destroyUnfinished) {
        return new Turn.Opening(
                destroyUnfinished,
                Map.of(
                        Compartment.CASE,
                        key("k", Optional.of(Panelists.of(PANEL))),
                        Compartment.THREATS,
                        key("t", Optional.empty())));
    }

    static Submission submission(CaseId id, String mailbox, LocalDate day, boolean urgent) {
        return submission(id, mailbox(mailbox), day, urgent, signed("by " + mailbox));
    }

    static Submission submission(CaseId id, Mailbox mailbox, LocalDate day, boolean urgent) {
        return submission(id, mailbox, day, urgent, signed("by somebody"));
    }

    private static Submission submission(CaseId id, Mailbox mailbox, LocalDate day, boolean urgent, SignedText author) {
        return new Submission(
                id,
                urgent,
                opening(false).keys(),
                List.of(record(0), withFiles(1, file(1)), record(2, Compartment.CASE, "record 2\n\0\u00ff")),
                mailbox,
                author,
                day);
    }

    static SignedText signed(String text) {
        return new SignedText(text, bytes("signature of " + text));
    }

    static Mailbox mailbox(String letters) {
        return new Mailbox("%064x".formatted(letters.hashCode()), RECIPIENT, AUTHOR);
    }

    static Mailbox withOtherAuthor(Mailbox mailbox) {
        VerifyingKey other = SigningKey.generate(new SecureRandom()).verifyingKey();
        return new Mailbox(mailbox.name(), mailbox.recipient(), other);
    }

    static Mailbox withOtherRecipient(Mailbox mailbox) {
        Recipient other = Identity.generate(new SecureRandom()).recipient();
        return new Mailbox(mailbox.name(), other, mailbox.author());
    }

    static Letter letter(int number, FileName... files) {
        return new Letter(
                "%032x".formatted(number),
                Sealed.stored(Purpose.REPLY, bytes("a reply \n\0 " + number)),
                List.of(files));
    }

    static Tell tell(int number) {
        return new Tell("%064x".formatted(number), Sealed.stored(Purpose.TELL, bytes("tell \n\0 " + number)));
    }

    static Notice notice(int number) {
        return new Notice("%032x".formatted(number), Sealed.stored(Purpose.NOTICE, bytes("notice \n\0 " + number)));
    }

    static Witness witness(int number) {
        return new Witness(number == 1 ? RECIPIENT : OTHER_RECIPIENT, signed("witness " + number));
    }

    static Link link(String statement, String... by) {
        return new Link(
                statement + "\n\nand more",
                Arrays.stream(by).map(who -> signature(who, 0)).toList());
    }

    static Link.Signature signature(String by, int number) {
        return new Link.Signature(by, signed(by + number).base64());
    }

    /** All of them begin with the same twenty digits. */
    static LinkRequest request(int number) {
        return new LinkRequest(
                "0123456789abcdef0123%04x".formatted(number) + "0".repeat(40), "a request\nof two lines, " + number);
    }

    static Decision decision(CaseId id, Kind kind, String volunteer, LocalDate until) {
        return new Decision(id, kind, volunteer, until, signed(kind + "\n" + volunteer + "\n\n" + until));
    }

    static Piece piece(int number) {
        return new Piece("%032x".formatted(number), Sealed.stored(Purpose.WORK, bytes("work \n\0 " + number)));
    }

    static Kept kept(String volunteer, CaseId id, int number) {
        return new Kept(volunteer, id, Sealed.stored(Purpose.KEPT, bytes("kept \n\0 " + number)));
    }

    static Verdict verdict(CaseId id, Verdicts.Kind kind, String volunteer, String seen) {
        return new Verdict(id, kind, volunteer, seen, signed("{" + kind + "\n\n" + volunteer + "}"));
    }

    private static CaseKey key(String text, Optional<Panelists> panelists) {
        return new CaseKey(RECIPIENT, keyFile(text), panelists);
    }

    static Sealed<Purpose.CaseKey> keyFile(String text) {
        return Sealed.stored(Purpose.CASE_KEY, bytes(text));
    }

    static After.Going going(CaseId id, String cursor, StoredRecord... keep) {
        return new After.Going(id, cursor(cursor), Optional.empty(), List.of(keep), Set.of(), false, Optional.empty());
    }

    static After.Going opens(CaseId id, String cursor, StoredRecord... keep) {
        return new After.Going(
                id, cursor(cursor), Optional.of(opening(false)), List.of(keep), Set.of(), false, Optional.empty());
    }

    static Turn turn(LinkName update, Optional<StoredDraft> before, LinkName name, After after) {
        return new Turn(List.of(update), before, name, after, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

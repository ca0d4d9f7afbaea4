package org.komir.bot.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.conversation.Session;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Draft.Kept;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Turn.WayBack.Known;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Recipient;

/** The records of one case during one turn: what is added, what is removed, and the draft that follows. */
final class CaseWriter {
    private final Records records;
    private final Records.Origin origin;
    private final Map<Compartment, Recipient> recipients;
    private final List<Kept> kept;
    private final List<StoredRecord> added = new ArrayList<>();
    private final Set<Integer> dropped = new HashSet<>();
    private final Set<FileName> arriving = new HashSet<>();
    private final List<FileName> ofNoUse = new ArrayList<>();
    private int next;
    private Optional<Mailbox> number = Optional.empty();
    private Optional<Known> follows = Optional.empty();

    /** Goes on with a draft. */
    CaseWriter(Records records, Draft draft, Conversation conversation, LocalDate day) {
        this.records = records;
        Questionnaire questionnaire =
                conversation.questionnaireOf(draft.session()).orElseThrow();
        this.origin =
                new Records.Origin(draft.id(), questionnaire, draft.session().language(), day);
        this.recipients = draft.recipients();
        this.kept = new ArrayList<>(draft.kept());
        this.arriving.addAll(draft.arriving());
        this.next = draft.nextRecord();
        this.number = draft.number();
        this.follows = draft.follows();
    }

    /** Opens a case: every compartment gets its first record, so that none is ever empty. */
    CaseWriter(Records records, CaseId id, CaseKeys keys, Questionnaire questionnaire, String language, LocalDate day) {
        this.records = records;
        this.origin = new Records.Origin(id, questionnaire, language, day);
        this.recipients = new HashMap<>();
        keys.keys().forEach((compartment, key) -> recipients.put(compartment, key.recipient()));
        this.kept = new ArrayList<>();
        this.next = 1;
        recipients.keySet().stream()
                .sorted(Comparator.comparing(Compartment::name))
                .forEach(compartment -> {
                    int seq = next++;
                    add(records.opened(origin, seq, compartment, to(compartment)), "", 1, 1, 0);
                });
    }

    CaseId id() {
        return origin.id();
    }

    /**
     * The first part of an answer takes the place of the words and buttons that were kept for its question before, in the same write: while
     * the draft is open only the last answer counts. Files stay, unless the family would rather not say.
     *
     * @param message the number of the message that brought it, 0 for none
     */
    void keep(Effect.Keep keep, long message) {
        boolean filesToo = keep.answer() instanceof Answer.Declined;
        List<Kept> earlier = keep.part() > 1
                ? List.of()
                : of(keep.question(), keep.item()).stream()
                        .filter(k -> filesToo || k.files().isEmpty())
                        .toList();
        earlier.forEach(this::remove);
        // A part is one more even where a file has its number already.
        List<Kept> left = of(keep.question(), keep.item());
        boolean taken = left.stream().anyMatch(k -> k.part() == keep.part());
        int part = taken ? nextPart(left) : keep.part();
        answer(keep.question(), keep.item(), part, first(earlier), keep.answer(), message);
    }

    void attach(Effect.Attach attach, long message) {
        int part = nextPart(of(attach.question(), attach.item()));
        answer(attach.question(), attach.item(), part, Optional.empty(), attach.answer(), message);
    }

    private static int nextPart(List<Kept> kept) {
        return kept.stream().mapToInt(Kept::part).max().orElse(0) + 1;
    }

    void arrives(FileName file) {
        arriving.add(file);
    }

    void settled(FileName file) {
        arriving.remove(file);
    }

    /** One part is replaced; the others stay. */
    void amend(Effect.Amend amend, long message) {
        List<Kept> earlier = of(amend.question(), amend.item()).stream()
                .filter(k -> k.part() == amend.part())
                .toList();
        earlier.forEach(this::remove);
        answer(amend.question(), amend.item(), amend.part(), first(earlier), amend.answer(), message);
    }

    void drop(Effect.Drop drop) {
        of(drop.question(), drop.item()).forEach(this::remove);
    }

    private void answer(
            Question question, int item, int part, Optional<Integer> replaces, Answer answer, long message) {
        int seq = next++;
        Compartment compartment = new Compartment(question.compartment());
        StoredRecord record =
                records.answer(origin, seq, question, new Records.Place(item, part, replaces), answer, to(compartment));
        add(record, question.id(), item, part, message);
    }

    private List<Kept> of(Question question, int item) {
        return kept.stream()
                .filter(k -> k.question().equals(question.id()) && k.item() == item)
                .toList();
    }

    private static Optional<Integer> first(List<Kept> records) {
        return records.stream().findFirst().map(Kept::seq);
    }

    /** A number was made, of which these are the public halves; or another one is to be. */
    void number(Optional<Mailbox> made) {
        number = made;
    }

    Optional<Mailbox> number() {
        return number;
    }

    /** This case follows one that was told before. */
    void follows(Known before) {
        follows = Optional.of(before);
    }

    Optional<Known> follows() {
        return follows;
    }

    /** The record 0 of a case with a receipt of its own. It is listed in the manifest that is made after it. */
    StoredRecord receipt(Mailbox mailbox) {
        StoredRecord record = records.receipt(origin, mailbox, to(Compartment.CASE));
        kept.addFirst(
                new Kept(0, "", 1, 1, 0, record.compartment(), record.sealed().sha256Hex(), List.of()));
        return record;
    }

    StoredRecord manifest() {
        return records.manifest(origin, next, kept, true, to(Compartment.CASE));
    }

    Recipient recipient() {
        return to(Compartment.CASE);
    }

    Draft draft(long chat, Session session, Optional<Long> card, long swept) {
        return new Draft(origin.id(), chat, recipients, next, kept, arriving, card, swept, session, number, follows);
    }

    List<StoredRecord> added() {
        return added;
    }

    /** Numbers of records that the store has and that are to go. */
    Set<Integer> dropped() {
        return dropped;
    }

    /** Whether a record of this case names the file. */
    boolean names(FileName file) {
        return kept.stream().anyMatch(k -> k.files().contains(file));
    }

    /** Files of records that are to go: to be deleted once the turn is durable. */
    List<FileName> ofNoUse() {
        return ofNoUse;
    }

    private void add(StoredRecord record, String question, int item, int part, long message) {
        added.add(record);
        kept.add(new Kept(
                record.seq(),
                question,
                item,
                part,
                message,
                record.compartment(),
                record.sealed().sha256Hex(),
                record.files()));
    }

    private void remove(Kept record) {
        kept.remove(record);
        ofNoUse.addAll(record.files());
        boolean ofThisTurn = added.removeIf(a -> a.seq() == record.seq());
        if (!ofThisTurn) {
            dropped.add(record.seq());
        }
    }

    private Recipient to(Compartment compartment) {
        Recipient recipient = recipients.get(compartment);
        if (recipient == null) {
            throw new IllegalStateException("the case has no compartment " + compartment.name());
        }
        return recipient;
    }
}

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
                    add(records.opened(origin, seq, compartment, to(compartment)), "", 1);
                });
    }

    CaseId id() {
        return origin.id();
    }

    /** An earlier answer of the same question and item goes in the same write: while the draft is open only the last one counts. */
    void keep(Effect.Keep keep) {
        // A question has one first item, but a further message is one more even where a file has its number already.
        int item = keep.item() > 1 && has(keep.question(), keep.item()) ? nextItem(keep.question()) : keep.item();
        Optional<Kept> earlier = kept.stream()
                .filter(k -> k.question().equals(keep.question().id()) && k.item() == item)
                .findFirst();
        earlier.ifPresent(this::remove);
        add(keep.question(), item, earlier.map(Kept::seq), keep.answer());
    }

    /** A file is one more item of its question, from 2: the first is for words and buttons. */
    void attach(Effect.Attach attach) {
        add(attach.question(), nextItem(attach.question()), Optional.empty(), attach.answer());
    }

    void arrives(FileName file) {
        arriving.add(file);
    }

    void settled(FileName file) {
        arriving.remove(file);
    }

    private void add(Question question, int item, Optional<Integer> replaces, Answer answer) {
        int seq = next++;
        Compartment compartment = new Compartment(question.compartment());
        add(records.answer(origin, seq, question, item, replaces, answer, to(compartment)), question.id(), item);
    }

    private boolean has(Question question, int item) {
        return kept.stream().anyMatch(k -> k.question().equals(question.id()) && k.item() == item);
    }

    private int nextItem(Question question) {
        return kept.stream()
                        .filter(k -> k.question().equals(question.id()))
                        .mapToInt(Kept::item)
                        .max()
                        .orElse(1)
                + 1;
    }

    void drop(Question question) {
        List.copyOf(kept).stream()
                .filter(k -> k.question().equals(question.id()))
                .forEach(this::remove);
    }

    StoredRecord manifest() {
        return records.manifest(origin, next, kept, true, to(Compartment.CASE));
    }

    Draft draft(Session session, Optional<Long> card) {
        return new Draft(origin.id(), recipients, next, kept, arriving, card, session);
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

    private void add(StoredRecord record, String question, int item) {
        added.add(record);
        kept.add(new Kept(
                record.seq(),
                question,
                item,
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

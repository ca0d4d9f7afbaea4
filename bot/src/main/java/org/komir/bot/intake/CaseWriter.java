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
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.conversation.Session;
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
        Optional<Kept> earlier = kept.stream()
                .filter(k -> k.question().equals(keep.question().id()) && k.item() == keep.item())
                .findFirst();
        earlier.ifPresent(this::remove);
        int seq = next++;
        Compartment compartment = new Compartment(keep.question().compartment());
        StoredRecord record = records.answer(
                origin, seq, keep.question(), keep.item(), earlier.map(Kept::seq), keep.answer(), to(compartment));
        add(record, keep.question().id(), keep.item());
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
        return new Draft(origin.id(), recipients, next, kept, card, session);
    }

    List<StoredRecord> added() {
        return added;
    }

    /** Numbers of records that the store has and that are to go. */
    Set<Integer> dropped() {
        return dropped;
    }

    private void add(StoredRecord record, String question, int item) {
        added.add(record);
        kept.add(new Kept(
                record.seq(),
                question,
                item,
                record.compartment(),
                record.sealed().sha256Hex()));
    }

    private void remove(Kept record) {
        kept.remove(record);
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

package org.komir.bot.intake;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Question;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Draft.Kept;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.crypto.Compartment;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;
import org.komir.crypto.Sha256;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes sealed records: JSON, padded to a constant size, sealed to a compartment's key ({@code docs/record-format.md}, steps 3 to
 * 5). The case, the number and all else that a reader must be sure of stand inside, because age binds no context.
 */
final class Records {
    static final String FORMAT = "komir-record/1";

    private final Sealer sealer;
    private final JsonMapper json = JsonMapper.builder().build();

    Records(Sealer sealer) {
        this.sealer = sealer;
    }

    /** Where and how a record came: the same for all records of one turn. */
    record Origin(CaseId id, Questionnaire questionnaire, String language, LocalDate day) {}

    /**
     * Which part of which answer a record is.
     *
     * @param item number of the event, from 1
     * @param part number of the message, from 1
     * @param replaces number of the record that was removed for it
     */
    record Place(int item, int part, Optional<Integer> replaces) {}

    StoredRecord answer(Origin origin, int seq, Question question, Place place, Answer answer, Recipient to) {
        Compartment compartment = new Compartment(question.compartment());
        ObjectNode record = start(origin, seq, compartment, kind(answer));
        record.put("question", question.id());
        record.put("item", place.item());
        record.put("part", place.part());
        place.replaces().ifPresent(old -> record.put("replaces", old));
        value(record, answer);
        return seal(record, seq, compartment, to, files(record, answer));
    }

    /** Record 0: to whom letters about this case are sealed, and by which key its family signs ({@code docs/record-format.md}, step 12). */
    StoredRecord receipt(Origin origin, Mailbox mailbox, Recipient to) {
        ObjectNode record = start(origin, 0, Compartment.CASE, "receipt");
        record.putObject("value")
                .put("recipient_sha256", Sha256.hex(mailbox.recipient().toString()))
                .put("author", mailbox.author().toString());
        return seal(record, 0, Compartment.CASE, to);
    }

    /** The record that every compartment gets when its case is opened, so that none is empty. */
    StoredRecord opened(Origin origin, int seq, Compartment compartment, Recipient to) {
        return seal(start(origin, seq, compartment, "opened"), seq, compartment, to);
    }

    /**
     * The last record of a case: which records belong to it, by the SHA-256 of their sealed files, so that a dropped one is seen.
     *
     * @param complete whether the family itself handed it in
     */
    StoredRecord manifest(Origin origin, int seq, List<Kept> records, boolean complete, Recipient to) {
        ObjectNode record = start(origin, seq, Compartment.CASE, "manifest");
        fillManifest(record, records, complete);
        return sealLong(record, seq, to);
    }

    /** The manifest of a case that stayed unfinished, of which no cursor is left. */
    StoredRecord manifestOfAbandoned(CaseId id, int seq, List<Kept> records, LocalDate day, Recipient to) {
        ObjectNode record = json.createObjectNode();
        record.put("format", FORMAT);
        record.put("case", id.hex());
        record.put("compartment", Compartment.CASE.name());
        record.put("seq", seq);
        record.put("kind", "manifest");
        record.put("day", day.toString());
        fillManifest(record, records, false);
        return sealLong(record, seq, to);
    }

    private static void fillManifest(ObjectNode record, List<Kept> records, boolean complete) {
        ObjectNode value = record.putObject("value");
        ArrayNode list = value.putArray("records");
        for (Kept kept : records) {
            ObjectNode entry = list.addObject();
            entry.put("seq", kept.seq());
            entry.put("compartment", kept.compartment().name());
            entry.put("sha256", kept.sha256());
        }
        value.put("complete", complete);
    }

    private ObjectNode start(Origin origin, int seq, Compartment compartment, String kind) {
        ObjectNode record = json.createObjectNode();
        record.put("format", FORMAT);
        record.put("case", origin.id().hex());
        record.put("compartment", compartment.name());
        record.put("seq", seq);
        record.put("kind", kind);
        record.put("questionnaire", origin.questionnaire().name());
        record.put("version", origin.questionnaire().sha256());
        record.put("language", origin.language());
        record.put("channel", "chat");
        record.put("day", origin.day().toString());
        record.putArray("attachments");
        return record;
    }

    private static String kind(Answer answer) {
        return switch (answer) {
            case Answer.Given given -> "answered";
            case Answer.Unknown unknown -> "unknown";
            case Answer.Declined declined -> "declined";
            case Answer.Later later -> "later";
        };
    }

    private static void value(ObjectNode record, Answer answer) {
        switch (answer) {
            case Answer.Agreed agreed -> {
                ObjectNode value = record.putObject("value");
                value.put("choice", agreed.option()).put("text_sha256", Sha256.hex(agreed.text()));
                if (!agreed.invitation().isEmpty()) {
                    value.put("invitation", agreed.invitation());
                }
            }
            case Answer.Words words -> record.putObject("value").put("text", words.text());
            case Answer.Chosen chosen -> record.putObject("value").put("choice", chosen.option());
            case Answer.ChosenMany many -> {
                ArrayNode choices = record.putObject("value").putArray("choices");
                many.options().forEach(choices::add);
            }
            case Answer.Dated dated -> {
                ObjectNode value = record.putObject("value").put("edtf", dated.edtf());
                dated.words().ifPresent(words -> value.put("words", words));
            }
            case Answer.Located located -> {
                ObjectNode value = record.putObject("value");
                located.code().ifPresent(code -> value.put("code", code));
                located.words().ifPresent(words -> value.put("words", words));
            }
            case Answer.Numbered numbered ->
                record.putObject("value").put("number", numbered.number()).put("words", numbered.words());
            case Answer.Attached attached ->
                attached.file()
                        .caption()
                        .ifPresent(words -> record.putObject("value").put("text", words));
            case Answer.Unknown unknown -> {}
            case Answer.Declined declined -> {}
            case Answer.Later later -> {}
        }
    }

    private static List<FileName> files(ObjectNode record, Answer answer) {
        if (!(answer instanceof Answer.Attached attached)) {
            return List.of();
        }
        ObjectNode entry = record.withArray("attachments").addObject();
        entry.put("file", attached.name());
        entry.put("kind", attached.file().kind().name().toLowerCase(Locale.ROOT));
        entry.put("size", attached.size());
        entry.put("sha256", attached.sha256());
        attached.file().type().ifPresent(type -> entry.put("type", type));
        attached.file().seconds().ifPresent(seconds -> entry.put("seconds", seconds));
        attached.file().name().ifPresent(name -> entry.put("name", name));
        entry.put("forwarded", attached.file().forwarded());
        return List.of(new FileName(attached.name()));
    }

    /** A manifest grows with its case and has no longest size: three hundred records fill the largest of the usual ones. */
    private StoredRecord sealLong(ObjectNode record, int seq, Recipient to) {
        byte[] padded = Padding.padLong(json.writeValueAsBytes(record));
        return new StoredRecord(seq, Compartment.CASE, sealer.seal(Purpose.TESTIMONY, padded, List.of(to)), List.of());
    }

    private StoredRecord seal(ObjectNode record, int seq, Compartment compartment, Recipient to) {
        return seal(record, seq, compartment, to, List.of());
    }

    private StoredRecord seal(ObjectNode record, int seq, Compartment compartment, Recipient to, List<FileName> files) {
        byte[] padded = Padding.pad(json.writeValueAsBytes(record));
        return new StoredRecord(seq, compartment, sealer.seal(Purpose.TESTIMONY, padded, List.of(to)), files);
    }
}

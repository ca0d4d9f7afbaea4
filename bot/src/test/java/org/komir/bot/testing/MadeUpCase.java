package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.crypto.CaseKey;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Padding;
import org.komir.crypto.Panel;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;

/** A case that nobody told, sealed as the record format says. Built by hand and not by the intake, so that a test of reading does not believe the writer. */
public final class MadeUpCase {
    private static final Sealer SEALER = new Sealer();

    private final CaseId id;
    private final Questionnaire questionnaire =
            Shipped.questionnaires().byId("detained-relative").orElseThrow();
    private final CaseKeys keys;
    private final List<StoredRecord> records = new ArrayList<>();
    private String version = questionnaire.sha256();

    public MadeUpCase(Map<Compartment, Panel> panels, SecureRandom random) {
        this.id = CaseId.random(random);
        this.keys = CaseKeys.generate(random, SEALER, panels);
    }

    public CaseId id() {
        return id;
    }

    /** From here on, as if another version of the questions had been asked. */
    public MadeUpCase ofVersion(String sha256) {
        version = sha256;
        return this;
    }

    public MadeUpCase opened(Compartment compartment) {
        return add(compartment, "opened", "");
    }

    public MadeUpCase answered(Compartment compartment, String question, String value) {
        return add(compartment, "answered", ",\"question\":\"" + question + "\",\"item\":1,\"value\":" + value);
    }

    public MadeUpCase passedOver(Compartment compartment, String question, String kind) {
        return add(compartment, kind, ",\"question\":\"" + question + "\",\"item\":1");
    }

    /** One more record, that has this file. */
    public MadeUpCase withFile(FileName file) {
        add(Compartment.CASE, "answered", "");
        StoredRecord last = records.removeLast();
        records.add(new StoredRecord(last.seq(), last.compartment(), last.sealed(), List.of(file)));
        return this;
    }

    /** With record 0, as a family has it that wanted a receipt. */
    public MadeUpCase withReceipt(MadeUpReceipt receipt) {
        String value = ",\"value\":{\"recipient_sha256\":\"%s\",\"author\":\"%s\"}"
                .formatted(
                        MadeUpReceipt.sha256(
                                receipt.identity().recipient().toString().getBytes(UTF_8)),
                        receipt.author().verifyingKey());
        return add(0, Compartment.CASE, "receipt", value);
    }

    public MadeUpCase handedIn() {
        List<String> listed = new ArrayList<>();
        for (StoredRecord record : records) {
            listed.add("{\"seq\":%d,\"compartment\":\"%s\",\"sha256\":\"%s\"}"
                    .formatted(
                            record.seq(),
                            record.compartment().name(),
                            record.sealed().sha256Hex()));
        }
        return add(
                Compartment.CASE,
                "manifest",
                ",\"value\":{\"records\":[" + String.join(",", listed) + "],\"complete\":true}");
    }

    private MadeUpCase add(Compartment compartment, String kind, String rest) {
        return add(records.isEmpty() ? 1 : records.getLast().seq() + 1, compartment, kind, rest);
    }

    private MadeUpCase add(int seq, Compartment compartment, String kind, String rest) {
        String json = """
                {"format":"komir-record/1","case":"%s","compartment":"%s","seq":%d,"kind":"%s","questionnaire":"%s",\
                "version":"%s","part":1,"language":"kk-Arab","channel":"chat","day":"2026-11-20","attachments":[]%s}""".formatted(id.hex(), compartment.name(), seq, kind, questionnaire.name(), version, rest);
        Sealed<Purpose.Testimony> sealed = SEALER.seal(
                Purpose.TESTIMONY,
                Padding.pad(json.getBytes(UTF_8)),
                List.of(keys.keys().get(compartment).recipient()));
        records.add(new StoredRecord(seq, compartment, sealed));
        return this;
    }

    /** As the form hands it in today, with this receipt. */
    public Submission submittedBy(MadeUpReceipt receipt, boolean urgent) {
        SealedCase sealed = sealedBy(receipt);
        Map<Compartment, CaseKey> files = new HashMap<>();
        sealed.recipients()
                .forEach((compartment, recipient) -> files.put(
                        compartment,
                        new CaseKey(
                                recipient, Objects.requireNonNull(sealed.keys().get(compartment)))));
        return new Submission(
                id,
                urgent,
                files,
                sealed.records(),
                receipt.mailbox(),
                sealed.author().orElseThrow(),
                LocalDate.now(Clock.systemUTC()));
    }

    /** As what follows another case of whoever has this receipt. */
    public SealedCase sealedBy(MadeUpReceipt receipt) {
        return sealed(Optional.of(receipt.owns(id, records.getLast().sealed().sha256Hex())));
    }

    public SealedCase sealed() {
        return sealed(Optional.empty());
    }

    private SealedCase sealed(Optional<SignedText> author) {
        Map<Compartment, Recipient> recipients = new HashMap<>();
        Map<Compartment, Sealed<Purpose.CaseKey>> files = new HashMap<>();
        keys.keys().forEach((compartment, key) -> {
            recipients.put(compartment, key.recipient());
            files.put(compartment, key.file());
        });
        return new SealedCase(id, recipients, files, List.copyOf(records), author);
    }
}

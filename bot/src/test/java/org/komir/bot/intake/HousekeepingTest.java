package org.komir.bot.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.Mailboxes.Stage;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;

/** What the calendar does to what was taken back and to what waits for signatures. */
class HousekeepingTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HandClock clock = new HandClock("2026-11-23T10:00:00Z");
    private final MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
    private Store store;
    private SealedFiles files;
    private Housekeeping housekeeping;

    @BeforeEach
    void aServer(@TempDir Path folder) throws IOException {
        store = Stores.open("sqlite:" + folder.resolve("komir.db"));
        files = SealedFiles.at(folder.resolve("files"), 0, clock);
        LinkKeys linkKeys = LinkKeys.open(folder.resolve("memory/link-keys"), clock, RANDOM);
        housekeeping = new Housekeeping(store, store, linkKeys, new Sealer(), files, clock);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private FileName file() throws IOException {
        FileName name = FileName.random(RANDOM);
        files.write(name, out -> out.write("sealed".getBytes(UTF_8)));
        files.settled(name);
        return name;
    }

    private CaseId handIn(MadeUpReceipt by, FileName... named) {
        CaseId id = CaseId.random(RANDOM);
        byte[] bytes = new byte[40];
        RANDOM.nextBytes(bytes);
        Sealed<Purpose.Testimony> sealed = Sealed.stored(Purpose.TESTIMONY, bytes);
        CaseKey key = new CaseKey(Identity.generate(RANDOM).recipient(), Sealed.stored(Purpose.CASE_KEY, bytes));
        store.handIn(new Submission(
                id,
                true,
                Map.of(Compartment.CASE, key),
                List.of(new StoredRecord(0, Compartment.CASE, sealed, List.of(named))),
                by.mailbox(),
                by.owns(id, sealed.sha256Hex()),
                today()));
        return id;
    }

    private boolean isThere(FileName file) throws IOException {
        try {
            return files.size(file) > 0;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    @Test
    void what_was_taken_back_is_destroyed_on_the_fourth_day_with_its_files() throws Exception {
        FileName file = file();
        CaseId id = handIn(receipt, file);
        store.withdraw(receipt.name(), today());
        clock.passes(Duration.ofDays(3));
        housekeeping.run();
        assertThat(isThere(file)).isTrue();
        assertThat(store.withdrawn()).hasSize(1);
        clock.passes(Duration.ofDays(1));
        housekeeping.run();
        assertThat(isThere(file)).isFalse();
        assertThat(store.withdrawn()).isEmpty();
        assertThat(store.read(id)).isEmpty();
        assertThat(store.mail(receipt.name(), today()))
                .hasValueSatisfying(mail -> assertThat(mail.stage()).isEqualTo(Stage.GONE));
    }

    @Test
    void nobody_destroys_the_file_of_another_case_by_naming_it_and_taking_that_back() throws Exception {
        FileName evidence = file();
        CaseId victim = handIn(MadeUpReceipt.made(RANDOM), evidence);
        handIn(receipt, evidence);
        store.withdraw(receipt.name(), today());
        clock.passes(Duration.ofDays(4));
        housekeeping.run();
        housekeeping.run();
        assertThat(store.withdrawn()).isEmpty();
        assertThat(isThere(evidence)).isTrue();
        assertThat(store.files()).contains(evidence);
        assertThat(store.read(victim)).isPresent();
    }

    @Test
    void a_request_for_a_new_number_waits_two_whole_days() {
        String text = MadeUpReceipt.made(RANDOM).request();
        String hash = MadeUpReceipt.sha256(text.getBytes(UTF_8));
        store.ask(new LinkRequest(hash, text), today());
        clock.passes(Duration.ofDays(2));
        housekeeping.run();
        assertThat(store.request(hash)).isPresent();
        clock.passes(Duration.ofDays(1));
        housekeeping.run();
        assertThat(store.request(hash)).isEmpty();
    }
}

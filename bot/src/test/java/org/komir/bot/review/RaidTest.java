package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.conversation.PanelKind;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.review.Panels.Group;
import org.komir.bot.review.Panels.KeyFile;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.MadeUpEntries;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.CaseKeys;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Opener;
import org.komir.crypto.Panelists;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;

/**
 * What somebody has who took the files of the store and one reviewer's key, before and after that reviewer has left. Twelve reviewers, of whom three are drawn for each of 1,000 cases, with real keys.
 * {@code -Dkomir.raid-cases} makes them more or fewer.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RaidTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CASES = Integer.getInteger("komir.raid-cases", 1000);
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final int PANEL = 3;

    private static final MadeUpPerson LEAVER = MadeUpPerson.named("leaver", Role.REVIEWER);
    private static final List<MadeUpPerson> REVIEWERS = Stream.concat(
                    Stream.of(LEAVER),
                    IntStream.rangeClosed(1, 11).mapToObj(n -> MadeUpPerson.named("reader-" + n, Role.REVIEWER)))
            .toList();
    private static final List<MadeUpPerson> OTHERS = List.of(
            MadeUpPerson.named("custodian", Role.CUSTODIAN), MadeUpPerson.named("second", Role.SECOND, Role.SECURITY));

    private final Identity escrow = Identity.generate(RANDOM);
    private final Sealer sealer = new Sealer();
    private final Directory before = new Directory(
            "Office",
            1,
            TODAY,
            TODAY.plusDays(90),
            PANEL,
            escrow.recipient(),
            Stream.concat(REVIEWERS.stream(), OTHERS.stream())
                    .map(MadeUpPerson::person)
                    .toList());
    private final Directory after = before.withPeople(before.people().stream()
            .filter(person -> !person.equals(LEAVER.person()))
            .toList());

    @Test
    void one_key_opens_a_quarter_of_the_cases_and_nobody_s_name_and_after_leaving_none_that_was_sealed_anew(
            @TempDir Path folder) throws Exception {
        try (Store store = Stores.open("sqlite:" + folder.resolve("komir.db"))) {
            for (int i = 0; i < CASES; i++) {
                handIn(store);
            }
            List<KeyFile> taken = files(store);
            assertThat(taken).hasSize(2 * CASES);
            int open = opened(taken, Compartment.CASE, LEAVER);
            int names = opened(taken, Compartment.IDENTITY, LEAVER);
            System.out.printf("one of twelve keys opens %d of %d cases, and %d names%n", open, CASES, names);
            // 250 of 1,000 on average; four standard deviations are 55.
            assertThat(open).isBetween(CASES / 5, CASES * 3 / 10);
            assertThat(names).isZero();

            List<CaseId> read = store.groups().stream()
                    .filter(group -> group.admission().admits(LEAVER.person()))
                    .map(Group::first)
                    .limit(20)
                    .toList();
            read.forEach(id -> reads(store, id));

            refillAll(store);
            Refill refill = new Refill(after);
            assertThat(store.groups())
                    .noneMatch(group -> REVIEWERS.stream().anyMatch(one -> refill.waitsFor(group, one.person())));
            List<KeyFile> left = files(store);
            assertThat(left).allSatisfy(file -> assertThat(file.before()).isEmpty());
            assertThat(opened(left, Compartment.CASE, LEAVER)).isZero();
            assertEverybodyElseOpens(left);
            assertNothingIsLeftOf(taken, folder);
            assertThat(openedBy(store, "leaver")).isEqualTo(Set.copyOf(read));
        }
    }

    private void handIn(Store store) {
        CaseId id = CaseId.random(RANDOM);
        MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
        StoredRecord manifest =
                new StoredRecord(1, Compartment.CASE, Sealed.stored(Purpose.TESTIMONY, new byte[] {1}), List.of());
        Map<String, PanelKind> kinds = Map.of("case", PanelKind.REVIEWERS, "identity", PanelKind.CUSTODIANS);
        store.handIn(new Submission(
                id,
                true,
                CaseKeys.generate(RANDOM, sealer, before.panels(kinds, RANDOM)).keys(),
                List.of(manifest),
                receipt.mailbox(),
                receipt.owns(id, manifest.sealed().sha256Hex()),
                TODAY));
    }

    private static List<KeyFile> files(Store store) {
        return store.groups().stream()
                .flatMap(group -> store.keyFiles(group.first()).stream())
                .toList();
    }

    private static int opened(List<KeyFile> files, Compartment compartment, MadeUpPerson who) {
        return (int) files.stream()
                .filter(file -> file.seat().compartment().equals(compartment))
                .filter(file -> open(file.file(), who).isPresent())
                .count();
    }

    private static Optional<byte[]> open(Sealed<Purpose.CaseKey> file, MadeUpPerson who) {
        try {
            return Optional.of(new Opener(List.of(who.identity())).open(file));
        } catch (CannotOpen closed) {
            return Optional.empty();
        }
    }

    /** As the leaver did on another day. */
    private static void reads(Store store, CaseId id) {
        store.claim(id, "leaver", NOW, NOW.plusSeconds(60));
        LogEntry entry = MadeUpEntries.after(store.head(), "leaver", NOW, Act.OPEN, Optional.of(id), "");
        SignedText signed = MadeUpEntries.signed(entry, LEAVER);
        assertThat(store.open(entry, signed.signature(), NOW)).isEqualTo(ActLog.Opened.DONE);
        store.release(id, "leaver", NOW);
    }

    /** What the consoles do: one of those who are left seals anew, and another one of the new panel opens it. */
    private void refillAll(Store store) {
        Refill refill = new Refill(after);
        for (Group group : store.groups()) {
            for (KeyFile file : store.keyFiles(group.first())) {
                if (refill.waits(group, file.seat())) {
                    reseal(store, refill, group, file);
                }
            }
        }
    }

    private void reseal(Store store, Refill refill, Group group, KeyFile file) {
        MadeUpPerson sealing = REVIEWERS.stream()
                .filter(one -> refill.isMember(group, file.seat(), one.person()))
                .findFirst()
                .orElseThrow();
        List<String> ids = drawn(file.seat().panelists().orElseThrow());
        assertThat(refill.fits(group, file.seat(), ids)).isTrue();
        byte[] content = open(file.file(), sealing).orElseThrow();
        List<Recipient> recipients = new ArrayList<>(List.of(escrow.recipient()));
        ids.forEach(id -> recipients.add(after.person(id).orElseThrow().recipient()));
        Sealed<Purpose.CaseKey> anew = sealer.seal(Purpose.CASE_KEY, content, recipients);
        CaseId id = group.first();
        assertThat(store.reseal(
                        id,
                        Compartment.CASE,
                        file.file().sha256Hex(),
                        anew,
                        Panelists.of(ids),
                        sealing.person().id()))
                .isTrue();
        MadeUpPerson other = REVIEWERS.stream()
                .filter(one -> ids.contains(one.person().id()) && !one.equals(sealing))
                .findFirst()
                .orElseThrow();
        assertThat(open(anew, other)).isPresent();
        assertThat(store.confirm(
                        id, Compartment.CASE, anew.sha256Hex(), other.person().id()))
                .isTrue();
    }

    private List<String> drawn(Panelists panelists) {
        List<String> ids = new ArrayList<>(panelists.panel());
        ids.remove("leaver");
        List<String> others = new ArrayList<>(after.with(Role.REVIEWER).stream()
                .map(Person::id)
                .filter(id -> !ids.contains(id))
                .toList());
        Collections.shuffle(others, RANDOM);
        ids.addAll(others.subList(0, PANEL - ids.size()));
        return ids.stream().sorted().toList();
    }

    private static void assertEverybodyElseOpens(List<KeyFile> files) {
        Map<String, MadeUpPerson> byId = new HashMap<>();
        REVIEWERS.forEach(one -> byId.put(one.person().id(), one));
        for (KeyFile file : files) {
            if (file.seat().compartment().equals(Compartment.CASE)) {
                List<String> panel = file.seat().panelists().orElseThrow().panel();
                assertThat(panel).hasSize(PANEL).doesNotContain("leaver");
                panel.forEach(id -> assertThat(open(file.file(), Objects.requireNonNull(byId.get(id))))
                        .isPresent());
            }
        }
    }

    /** Of the key files that the leaver could open not even a piece lies in the files of the store. */
    private static void assertNothingIsLeftOf(List<KeyFile> taken, Path folder) throws IOException {
        Set<String> pieces = new HashSet<>();
        for (Path path : List.of(folder.resolve("komir.db"), folder.resolve("komir.db-wal"))) {
            if (Files.exists(path)) {
                pieces.addAll(stanzas(new String(Files.readAllBytes(path), ISO_8859_1)));
            }
        }
        assertThat(pieces).hasSizeGreaterThan(CASES);
        for (KeyFile file : taken) {
            if (file.seat().compartment().equals(Compartment.CASE)
                    && file.seat().panelists().orElseThrow().panel().contains("leaver")) {
                String text = new String(file.file().bytes(), ISO_8859_1);
                assertThat(stanzas(text)).isNotEmpty().doesNotContainAnyElementsOf(pieces);
            }
        }
    }

    /** The bodies of stanzas: a wrapped file key is 32 bytes, 43 characters, and belongs to one file only. */
    private static Set<String> stanzas(String text) {
        return Pattern.compile("(?<=\n)[A-Za-z0-9+/]{43}(?=\n)")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /** What {@code log} tells of one volunteer. */
    private static Set<CaseId> openedBy(Store store, String volunteer) {
        return store.entries(1, 500).stream()
                .map(entry -> LogEntry.read(entry.text()).orElseThrow())
                .filter(entry -> entry.volunteer().equals(volunteer) && entry.act() == Act.OPEN)
                .flatMap(entry -> entry.about().stream())
                .collect(Collectors.toSet());
    }
}

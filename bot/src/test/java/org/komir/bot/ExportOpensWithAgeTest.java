package org.komir.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.cli.Cli;
import org.komir.bot.cli.ExportSource;
import org.komir.bot.cli.Terminal;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Incoming;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Numbers;
import org.komir.bot.intake.Parcel;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Turns;
import org.komir.bot.practice.PracticeOrganisation;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Work;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.Shipped;
import org.komir.bot.testing.StockAge;
import org.komir.crypto.Compartment;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;

/** With the organisation's keys and an age implementation that is not ours, every testimony opens, without this software. */
class ExportOpensWithAgeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] VOICE = randomBytes(100_003);

    private static ExportSource source(String setting) {
        Store store = Stores.open(setting);
        return new ExportSource(store, store, store, store, store, store, store, store, store::close);
    }

    private static PracticeOrganisation office(Path folder) throws IOException {
        return PracticeOrganisation.at(
                folder.resolve("office"),
                FormData.of(Shipped.questionnaires()).sha256(),
                Optional.empty(),
                Clock.systemUTC(),
                RANDOM);
    }

    @Test
    void an_exported_case_opens_with_nothing_of_ours(@TempDir Path folder) throws Exception {
        PracticeOrganisation office = office(folder);
        String setting = "sqlite:" + folder.resolve("komir.db");
        testify(setting, office, folder);
        Path export = folder.resolve("export");
        StringWriter said = new StringWriter();
        int code = new Cli(
                        ExportOpensWithAgeTest::source,
                        config -> Shipped.questionnaires(),
                        () -> Cli.OK,
                        Clock.systemUTC(),
                        RANDOM)
                .run(
                        new String[] {
                            "export",
                            "--store",
                            setting,
                            "--out",
                            export.toString(),
                            "--files",
                            folder.resolve("files").toString()
                        },
                        silent(said));
        assertThat(code).as(said.toString()).isZero();

        Path exported = onlyCase(export);
        assertThat(StockAge.open(exported, "case", plain(folder, office, "aigul")))
                .contains("Алтынбек Ойдан")
                .contains("\"kind\":\"manifest\"")
                .doesNotContain("Үміт");
        assertThat(StockAge.open(exported, "identity", plain(folder, office, "dana"), plain(folder, office, "bolat")))
                .contains("Үміт Сағынқызы");
    }

    /** {@code age -d -i aigul.age case.key.age | age -d -i - files/NAME.age | head -c SIZE} */
    @Test
    void the_first_bytes_of_an_exported_file_are_the_file_as_it_was_sent(@TempDir Path folder) throws Exception {
        PracticeOrganisation office = office(folder);
        String setting = "sqlite:" + folder.resolve("komir.db");
        testify(setting, office, folder);
        Path export = folder.resolve("export");
        run(
                "export",
                "--store",
                setting,
                "--out",
                export.toString(),
                "--files",
                folder.resolve("files").toString());
        Path exported = onlyCase(export);
        Path file;
        try (Stream<Path> all = Files.list(exported.resolve("files"))) {
            file = all.findFirst().orElseThrow();
        }
        Path opened = folder.resolve("opened-by-age");
        StockAge.open(exported, "case", plain(folder, office, "aigul"), Path.of("--"), file, opened);
        byte[] plain = Files.readAllBytes(opened);
        assertThat(plain).hasSize(Math.toIntExact(Padding.padme(VOICE.length)));
        assertThat(Arrays.copyOf(plain, VOICE.length)).isEqualTo(VOICE);

        String name = file.getFileName().toString().replace(".age", "");
        Path ours = folder.resolve("opened-by-us");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), office.passphrase());
        String said = run(
                "open",
                "--identity",
                folder.resolve("office/aigul.age").toString(),
                "--passphrase-file",
                passphrase.toString(),
                "--file",
                name,
                "--to",
                ours.toString(),
                exported.toString());
        assertThat(ours).hasBinaryContent(VOICE);
        assertThat(said).contains("file " + name + ": voice, audio/ogg, 7 seconds, " + VOICE.length + " bytes");
    }

    /** So does what volunteers added to it; their verdicts lie beside it, without content. */
    @Test
    void what_volunteers_added_opens_the_same_way(@TempDir Path folder) throws Exception {
        PracticeOrganisation office = office(folder);
        String setting = "sqlite:" + folder.resolve("komir.db");
        testify(setting, office, folder);
        try (Store store = Stores.open(setting)) {
            CaseId id = store.all().getFirst();
            Instant now = Instant.now();
            store.claim(id, "aigul", now, now.plusSeconds(60));
            byte[] note = Padding.pad("{\"work\":\"a note by Айгүл\"}".getBytes(StandardCharsets.UTF_8));
            Recipient to = store.read(id).orElseThrow().recipients().get(Compartment.CASE);
            store.add(
                    id,
                    "aigul",
                    new Work.Piece("a".repeat(32), new Sealer().seal(Purpose.WORK, note, List.of(to))),
                    now);
            Recipient toHelpers = store.read(id).orElseThrow().recipients().get(Compartment.NEEDS);
            byte[] helped = Padding.pad("{\"work\":\"Айгүл helped\"}".getBytes(StandardCharsets.UTF_8));
            store.takeNeed(id, "aigul", now, now.plusSeconds(60));
            store.addToNeed(
                    id,
                    "aigul",
                    new Work.Piece("b".repeat(32), new Sealer().seal(Purpose.WORK, helped, List.of(toHelpers))),
                    true,
                    now);
            store.give(
                    new Verdict(id, Kind.NEEDS_MORE, "aigul", "5e", new SignedText("a verdict", new byte[64])),
                    1,
                    false,
                    now);
        }
        Path export = folder.resolve("export");
        run("export", "--store", setting, "--out", export.toString(), "--files", folder.resolve("files") + "");
        Path exported = onlyCase(export);
        Path opened = folder.resolve("opened-by-age");
        Path piece = exported.resolve("work").resolve("a".repeat(32) + ".age");
        StockAge.open(exported, "case", plain(folder, office, "aigul"), Path.of("--"), piece, opened);
        assertThat(opened).content().contains("a note by Айгүл");
        Path became = exported.resolve("needs").resolve("b".repeat(32) + ".age");
        Path ofNeeds = folder.resolve("needs-opened-by-age");
        StockAge.open(exported, "needs", plain(folder, office, "aigul"), Path.of("--"), became, ofNeeds);
        assertThat(ofNeeds).content().contains("Айгүл helped");
        assertThat(exported.resolve("verdicts.json")).content().contains("\"a verdict\"");
    }

    private static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static Path onlyCase(Path export) throws IOException {
        try (Stream<Path> cases = Files.list(export)) {
            return cases.filter(path -> path.getFileName().toString().length() == 32)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String run(String... command) {
        StringWriter said = new StringWriter();
        int code = new Cli(
                        ExportOpensWithAgeTest::source,
                        config -> Shipped.questionnaires(),
                        () -> Cli.OK,
                        Clock.systemUTC(),
                        RANDOM)
                .run(command, silent(said));
        assertThat(code).as(said.toString()).isZero();
        return said.toString();
    }

    /** A family answers two questions in words, leaves the others for later, and hands in. */
    private static void testify(String setting, PracticeOrganisation office, Path folder) throws Exception {
        try (Store store = Stores.open(setting)) {
            CurrentDirectory directory = new CurrentDirectory(
                    office.directory(),
                    office.rootKey(),
                    Clock.systemUTC(),
                    store::directoryVersion,
                    store::directoryVersionSeen);
            SealedFiles files = SealedFiles.at(folder.resolve("files"), 0, Clock.systemUTC());
            Intake intake = new Intake(
                    Shipped.chat(),
                    Shipped.questionnaires().texts(),
                    store,
                    new Intake.ComingBack(store, store, new Numbers(), Clock.systemUTC()),
                    LinkKeys.open(folder.resolve("link-keys"), Clock.systemUTC(), RANDOM),
                    directory::directory,
                    directory::lastRead,
                    new Sealer(),
                    files,
                    20 * 1024 * 1024,
                    RANDOM);
            long update = 1;
            Card card = shown(intake.take(message(update++, new Input.Start("", ""))));
            card = tap(intake, update++, card, "~l~kk-Cyrl");
            for (int screen = 0; screen <= Shipped.questionnaire().screens().size(); screen++) {
                card = tap(intake, update++, card, "~i~kk-Cyrl~0." + screen + ".");
            }
            card = tap(intake, update++, card, "~c~kk-Cyrl~0.0.");
            sendVoice(intake, update++);
            card = tap(intake, update++, card, "~o~3");
            card = tap(intake, update++, card, "~o~1");
            card = shown(intake.take(message(update++, new Input.Text("Үміт Сағынқызы"))));
            card = tap(intake, update++, card, "~o~0");
            card = shown(intake.take(message(update++, new Input.Text("Алтынбек Ойдан"))));
            while (card.rows().stream()
                    .flatMap(List::stream)
                    .noneMatch(b -> b.token().endsWith("~g"))) {
                boolean enough = card.rows().stream()
                        .flatMap(List::stream)
                        .anyMatch(b -> b.token().endsWith("~v"));
                card = tap(intake, update++, card, enough ? "~v" : "~s");
            }
            card = tap(intake, update++, card, "~g");
            tap(intake, update, card, "~B");
            store.release();
        }
    }

    private static void sendVoice(Intake intake, long update) throws IOException {
        SentFile voice = new SentFile(
                SentFile.Kind.VOICE,
                Optional.of("audio/ogg"),
                Optional.of(7),
                Optional.empty(),
                Optional.empty(),
                false);
        Incoming.Source source = new Incoming.Source("the file", Optional.of((long) VOICE.length));
        Parcel parcel = intake.take(new Incoming(
                        7,
                        update,
                        new Input.File(voice),
                        Optional.of(50L),
                        false,
                        Optional.empty(),
                        Optional.of(source)))
                .orElseThrow();
        Parcel.Call.Fetch fetch = (Parcel.Call.Fetch) parcel.calls().getFirst();
        assertThat(intake.wants(7, fetch)).isEqualTo(Turns.Wanted.YES);
        intake.settle(7, fetch, intake.receive(7, fetch, new ByteArrayInputStream(VOICE)));
    }

    private static Card tap(Intake intake, long update, Card card, String token) {
        String found = card.rows().stream()
                .flatMap(List::stream)
                .map(Card.Button::token)
                .filter(t -> t.endsWith(token))
                .findFirst()
                .orElseThrow();
        return shown(intake.take(new Incoming(
                7, update, new Input.Tap(found), Optional.empty(), Optional.of(new Incoming.Tapped(1, "tap")))));
    }

    private static Incoming message(long update, Input input) {
        return new Incoming(7, update, input, Optional.of(update + 100), Optional.empty());
    }

    private static Card shown(Optional<Parcel> parcel) {
        return parcel.orElseThrow().calls().stream()
                .filter(Parcel.Call.Show.class::isInstance)
                .map(call -> ((Parcel.Call.Show) call).content())
                .findFirst()
                .orElseThrow();
    }

    /** The identity file without its passphrase, as {@code age -d} leaves it. */
    private static Path plain(Path folder, PracticeOrganisation office, String id) throws Exception {
        byte[] sealed = Files.readAllBytes(folder.resolve("office").resolve(id + ".age"));
        IdentityFile file = IdentityFile.open(sealed, office.passphrase().toCharArray());
        return Files.writeString(folder.resolve(id + ".txt"), file.revealSecret());
    }

    private static Terminal silent(StringWriter said) {
        PrintWriter writer = new PrintWriter(said);
        return new Terminal() {
            @Override
            public PrintWriter out() {
                return writer;
            }

            @Override
            public PrintWriter err() {
                return writer;
            }

            @Override
            public Optional<char[]> askSecret(String prompt) {
                return Optional.empty();
            }
        };
    }
}

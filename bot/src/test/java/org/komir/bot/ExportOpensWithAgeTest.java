package org.komir.bot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.cli.Cli;
import org.komir.bot.cli.Terminal;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Input;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.intake.Incoming;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.Parcel;
import org.komir.bot.practice.PracticeOrganisation;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.Shipped;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Sealer;

/** With the organisation's keys and an age implementation that is not ours, every testimony opens, without this software. */
class ExportOpensWithAgeTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void an_exported_case_opens_with_nothing_of_ours(@TempDir Path folder) throws Exception {
        PracticeOrganisation office = PracticeOrganisation.at(folder.resolve("office"), Clock.systemUTC(), RANDOM);
        String setting = "sqlite:" + folder.resolve("komir.db");
        testify(setting, office, folder);
        Path export = folder.resolve("export");
        StringWriter said = new StringWriter();
        int code = new Cli(Stores::open, config -> Shipped.questionnaires(), () -> Cli.OK, Clock.systemUTC(), RANDOM)
                .run(new String[] {"export", "--store", setting, "--out", export.toString()}, silent(said));
        assertThat(code).as(said.toString()).isZero();

        Path exported;
        try (Stream<Path> cases = Files.list(export)) {
            exported = cases.filter(path -> path.getFileName().toString().length() == 32)
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(age(exported, "case", plain(folder, office, "aigul")))
                .contains("Алтынбек Ойдан")
                .contains("\"kind\":\"manifest\"")
                .doesNotContain("Үміт");
        assertThat(age(exported, "identity", plain(folder, office, "dana"), plain(folder, office, "bolat")))
                .contains("Үміт Сағынқызы");
    }

    /** A family answers two questions in words, leaves the others for later, and hands in. */
    private static void testify(String setting, PracticeOrganisation office, Path folder) throws Exception {
        try (Store store = Stores.open(setting)) {
            CurrentDirectory directory = new CurrentDirectory(
                    office.directory(),
                    Optional.of(office.rootKey()),
                    Clock.systemUTC(),
                    store::directoryVersion,
                    store::directoryVersionSeen);
            Intake intake = new Intake(
                    Shipped.conversation(),
                    Shipped.questionnaires().texts(),
                    store,
                    LinkKeys.open(folder.resolve("link-keys"), Clock.systemUTC(), RANDOM),
                    directory::directory,
                    directory::lastRead,
                    new Sealer(),
                    RANDOM);
            long update = 1;
            Card card = shown(intake.take(message(update++, new Input.Start("", ""))));
            card = tap(intake, update++, card, "~l~kk-Cyrl");
            card = tap(intake, update++, card, "~i~kk-Cyrl~0.0.");
            for (int screen = 1; screen <= Shipped.questionnaire().screens().size(); screen++) {
                card = tap(intake, update++, card, "~i~kk-Cyrl~0." + screen + ".");
            }
            card = tap(intake, update++, card, "~c~kk-Cyrl~0.0.");
            card = tap(intake, update++, card, "~o~3");
            shown(intake.take(message(update++, new Input.Text("Үміт Сағынқызы"))));
            card = shown(intake.take(message(update++, new Input.Text("Алтынбек Ойдан"))));
            while (card.rows().stream()
                    .flatMap(List::stream)
                    .noneMatch(b -> b.token().endsWith("~g"))) {
                card = tap(intake, update++, card, "~s");
            }
            tap(intake, update, card, "~g");
            store.release();
        }
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

    private static String age(Path exported, String compartment, Path... identities)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("node", "src/test/web/open-with-age.mjs", exported.toString(), compartment));
        for (Path identity : identities) {
            command.add(identity.toString());
        }
        Process age = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(age.getInputStream().readAllBytes(), UTF_8);
        assertThat(age.waitFor()).as(output).isZero();
        return output;
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

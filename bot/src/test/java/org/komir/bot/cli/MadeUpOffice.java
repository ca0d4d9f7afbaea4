package org.komir.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.RootKey;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.testing.HandClock;
import org.komir.bot.testing.InMemoryCases;
import org.komir.bot.testing.Shipped;

/** An office that is set up by commands alone, in a folder. */
final class MadeUpOffice {
    static final String PASSPHRASE = "tas kömir köp eken";
    static final SecureRandom RANDOM = new SecureRandom();

    final Path folder;
    final HandClock clock = new HandClock("2026-11-23T10:00:00Z");
    final InMemoryCases cases = new InMemoryCases();

    MadeUpOffice(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
    }

    /** Root, escrow, Aigul (reviewer, custodian) and Dauren (reviewer, second, security), signed. */
    static MadeUpOffice signed(Path folder) throws IOException {
        MadeUpOffice office = new MadeUpOffice(folder);
        office.ok("keys root --out root.age --public root.pub --passphrase-file passphrase");
        office.ok("keys new --name escrow --out escrow.age --public escrow.json --passphrase-file passphrase");
        office.ok(
                "keys new --name aigul --root-key root.pub --out aigul.age --public aigul.json --passphrase-file passphrase");
        office.ok(
                "keys new --name dauren --root-key root.pub --out dauren.age --public dauren.json --passphrase-file passphrase");
        office.ok("directory create --organisation Office --escrow escrow.json --panel 3 --out directory.json");
        office.ok("directory add --directory directory.json --public aigul.json --role reviewer --role custodian");
        office.ok(
                "directory add --directory directory.json --public dauren.json --role reviewer --role second --role security");
        office.ok("directory sign --directory directory.json --root-key-file root.age --passphrase-file passphrase");
        return office;
    }

    /** Runs a command whose words with a dot, and a few others, are files of the folder; returns what it said. */
    String ok(String command) {
        Typing terminal = new Typing();
        int code = run(terminal, command);
        assertThat(code).as(terminal.complained() + terminal.said()).isEqualTo(Cli.OK);
        return terminal.said();
    }

    int run(Typing terminal, String command) {
        String[] words = command.split(" ");
        for (int i = 1; i < words.length; i++) {
            boolean option = words[i].startsWith("--");
            if (!option && (words[i].contains(".") || words[i].matches("passphrase|wrong|out|out/.*"))) {
                words[i] = folder.resolve(words[i]).toString();
            }
        }
        return new Cli(
                        setting -> new ExportSource(cases, cases, cases, cases, cases, cases, cases, cases, () -> {}),
                        config -> config.map(own -> Questionnaires.load(ConfigSource.folder(own)))
                                .orElseGet(Shipped::questionnaires),
                        () -> Cli.OK,
                        clock,
                        RANDOM)
                .run(words, terminal);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Directory directory() {
        return SignedDirectory.read(file("directory.json"))
                .verify(
                        Optional.of(RootKey.read(file("root.pub").toString())),
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                        0);
    }
}

package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Identity;
import org.komir.crypto.IdentityFile;

/** Asks for passphrases, or reads them from files; never from arguments, which every user of a machine can see. */
final class Passphrases {
    /** Whoever copies the file can try passphrases without end. */
    private static final int SHORTEST = 12;

    private final Terminal terminal;

    Passphrases(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A new one, asked for twice. */
    char[] fresh(@Nullable Path file) throws IOException {
        char[] passphrase = file == null ? ask("New passphrase") : read(file);
        if (passphrase.length < SHORTEST) {
            throw CommandFailed.usage("a passphrase has at least " + SHORTEST + " characters; take several words");
        }
        if (file == null && !Arrays.equals(passphrase, ask("The same again"))) {
            throw CommandFailed.usage("the two passphrases differ; nothing was written");
        }
        return passphrase;
    }

    /** Opens a person's file, or says that the passphrase is another one. */
    IdentityFile open(Path identityFile, @Nullable Path passphraseFile) throws IOException {
        byte[] sealed = Files.readAllBytes(identityFile);
        char[] passphrase =
                passphraseFile == null ? ask("Passphrase of " + identityFile.getFileName()) : read(passphraseFile);
        try {
            return IdentityFile.open(sealed, passphrase);
        } catch (CannotOpen.NotForThisKey wrong) {
            throw CommandFailed.usage("wrong passphrase for " + identityFile.getFileName());
        } catch (CannotOpen.Damaged | CannotOpen.UnknownFormat notOurs) {
            throw CommandFailed.usage(identityFile.getFileName() + " is no identity file, or damaged");
        } catch (CannotOpen sealedClassHasNoOther) {
            throw new IllegalStateException(sealedClassHasNoOther);
        }
    }

    /**
     * Opens the files of several people.
     *
     * @param passphraseFiles none, one for all of them, or one for each in order
     */
    List<Identity> identities(List<Path> identityFiles, List<Path> passphraseFiles) throws IOException {
        if (passphraseFiles.size() > 1 && passphraseFiles.size() != identityFiles.size()) {
            throw CommandFailed.usage("give --passphrase-file once, or as often as --identity");
        }
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < identityFiles.size(); i++) {
            @Nullable
            Path passphrase = switch (passphraseFiles.size()) {
                case 0 -> null;
                case 1 -> passphraseFiles.getFirst();
                default -> passphraseFiles.get(i);
            };
            identities.add(open(identityFiles.get(i), passphrase).identity());
        }
        return identities;
    }

    private char[] ask(String prompt) {
        return terminal.askSecret(prompt)
                .orElseThrow(() ->
                        CommandFailed.usage("nobody can be asked for the passphrase here: use --passphrase-file"));
    }

    /** The first line. */
    private static char[] read(Path file) throws IOException {
        Optional<String> line = Files.readString(file, UTF_8).lines().findFirst();
        return line.orElseThrow(() -> CommandFailed.usage(file + " is empty")).toCharArray();
    }
}

package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.RootKey;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;
import org.komir.crypto.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keys",
        description =
                "Makes and shows keys. Those of people lie in one file each, sealed by a passphrase; 'age -d -i FILE' reads it too.",
        mixinStandardHelpOptions = true)
final class KeysCommand {
    /** The name in the root key's file; nobody in the directory can have been given it by this tool. */
    static final String ROOT = "root";

    private static final String PASSPHRASE_FILE =
            "Reads the passphrase from the first line of a file and does not ask.";

    private final Terminal terminal;
    private final Passphrases passphrases;
    private final SecureRandom random;

    KeysCommand(Terminal terminal, Passphrases passphrases, SecureRandom random) {
        this.terminal = terminal;
        this.passphrases = passphrases;
        this.random = random;
    }

    @Command(
            name = "new",
            description = "Makes the keys of a person, or of the escrow.",
            mixinStandardHelpOptions = true)
    int make(
            @Option(names = "--name", required = true, description = "Id in the directory: a-z, 0-9 and -.")
                    String name,
            @Option(
                            names = "--root-key",
                            description =
                                    "The organisation's public root key, or a file with it: pinned in the new file.")
                    @Nullable
                    String rootKey,
            @Option(names = "--out", required = true, description = "Where the sealed keys go.") Path out,
            @Option(names = "--public", description = "Where the public half goes, for 'directory add'.") @Nullable
                    Path publicFile,
            @Option(names = "--passphrase-file", description = PASSPHRASE_FILE) @Nullable Path passphraseFile)
            throws IOException {
        if (!Person.isId(name) || name.equals(ROOT)) {
            throw CommandFailed.usage("a name has 1 to 32 lower-case letters, digits and hyphens, and is not 'root'");
        }
        mustBeNew(out, publicFile);
        Optional<VerifyingKey> pinned = Optional.ofNullable(rootKey).map(RootKey::read);
        IdentityFile file = IdentityFile.generate(name, pinned, random);
        NewFile.secret(out, file.seal(passphrases.fresh(passphraseFile), random));
        if (publicFile != null) {
            NewFile.secret(publicFile, PublicHalf.of(file).json());
        }
        show(file);
        return Cli.OK;
    }

    @Command(
            name = "root",
            description =
                    "Makes the organisation's root key, which signs the directory. Keep it away from any network.",
            mixinStandardHelpOptions = true)
    int root(
            @Option(names = "--out", required = true, description = "Where the sealed key goes.") Path out,
            @Option(names = "--public", description = "Where the public half goes, for komir.root-key.") @Nullable
                    Path publicFile,
            @Option(names = "--passphrase-file", description = PASSPHRASE_FILE) @Nullable Path passphraseFile)
            throws IOException {
        mustBeNew(out, publicFile);
        IdentityFile file = IdentityFile.generate(ROOT, Optional.empty(), random);
        NewFile.secret(out, file.seal(passphrases.fresh(passphraseFile), random));
        if (publicFile != null) {
            NewFile.secret(publicFile, (file.signingKey().verifyingKey() + "\n").getBytes(US_ASCII));
        }
        show(file);
        return Cli.OK;
    }

    @Command(
            name = "intake",
            description = {
                "Makes the key with which the server signs proofs of receipt, for komir.intake-key.",
                "No passphrase protects it, since the server reads it alone: it opens nothing."
            },
            mixinStandardHelpOptions = true)
    int intake(
            @Option(names = "--out", required = true, description = "Where the secret key goes.") Path out,
            @Option(
                            names = "--public",
                            required = true,
                            description = "Where the public half goes, for 'directory intake'.")
                    Path publicFile)
            throws IOException {
        mustBeNew(out, publicFile);
        SigningKey key = SigningKey.generate(random);
        NewFile.secret(out, (key.revealSecret() + "\n").getBytes(US_ASCII));
        NewFile.secret(publicFile, IntakeKey.json(key.verifyingKey()));
        terminal.out().println("signing key    " + key.verifyingKey());
        terminal.out().println("  in words     " + Words.of(key.verifyingKey().bytes()));
        return Cli.OK;
    }

    @Command(
            name = "invite",
            description = {
                "Writes the small file with which somebody new makes keys in the console, from disk and without network.",
                "Read the seven words to them over the telephone: nobody signs this file."
            },
            mixinStandardHelpOptions = true)
    int invite(
            @Option(names = "--organisation", required = true, description = "Its name.") String organisation,
            @Option(
                            names = "--root-key",
                            required = true,
                            description = "The organisation's public root key, or a file with it.")
                    String rootKey,
            @Option(names = "--out", required = true, description = "The new file.") Path out)
            throws IOException {
        if (organisation.isBlank()) {
            throw CommandFailed.usage("the organisation has no name");
        }
        Invitation invitation = new Invitation(organisation.strip(), RootKey.read(rootKey));
        NewFile.secret(out, invitation.json());
        terminal.out().println("root key       " + invitation.rootKey());
        terminal.out().println("  in words     " + Words.of(invitation.rootKey().bytes()));
        return Cli.OK;
    }

    @Command(name = "show", description = "Shows the public half of a file.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "FILE", description = "What 'keys new' or 'keys root' wrote.") Path file,
            @Option(names = "--passphrase-file", description = PASSPHRASE_FILE) @Nullable Path passphraseFile)
            throws IOException {
        show(passphrases.open(file, passphraseFile));
        return Cli.OK;
    }

    /** Before a passphrase is asked for. */
    private static void mustBeNew(Path out, @Nullable Path publicFile) throws IOException {
        for (Path file : publicFile == null ? new Path[] {out} : new Path[] {out, publicFile}) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
    }

    private void show(IdentityFile file) {
        PublicHalf half = PublicHalf.of(file);
        PrintWriter out = terminal.out();
        out.println("name           " + half.id());
        if (!half.id().equals(ROOT)) {
            out.println("recipient      " + half.recipient());
            out.println("  in words     " + half.recipientWords());
        }
        out.println("signing key    " + half.signingKey());
        out.println("  in words     " + half.signingWords());
        file.rootKey().ifPresent(key -> out.println("trusts root    " + key));
    }
}

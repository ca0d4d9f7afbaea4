package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.Person;
import org.komir.crypto.CannotJoin;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Identity;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.IdentityShare;
import org.komir.crypto.Opener;
import org.komir.crypto.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "join",
        description = {
            "Puts the escrow's keys together again from the shares of trustees, after a raid or a loss. Take the computer off the network first.",
            "The file that it writes opens every case. When it was used, destroy it, and split new keys."
        },
        mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Passphrases passphrases;
    private final SecureRandom random;

    @Option(
            names = "--identity",
            description = "Keys of a trustee; once for each. Shares that were opened before need none.")
    private List<Path> identityFiles = List.of();

    @Option(
            names = "--passphrase-file",
            description =
                    "Reads a trustee's passphrase from the first line of a file: one for all, or one for each --identity in order.")
    private List<Path> passphraseFiles = List.of();

    @Option(names = "--name", defaultValue = "escrow", description = "Id in the new file (default: escrow).")
    private String name = "escrow";

    @Option(names = "--out", required = true, description = "Where the joined keys go, sealed by a new passphrase.")
    private Path out = Path.of("");

    @Option(names = "--new-passphrase-file", description = "Reads the new passphrase from a file and does not ask.")
    private @Nullable Path newPassphraseFile;

    @Parameters(paramLabel = "SHARE", arity = "1..*", description = "What 'keys split' wrote.")
    private List<Path> shareFiles = List.of();

    JoinCommand(Terminal terminal, Passphrases passphrases, SecureRandom random) {
        this.terminal = terminal;
        this.passphrases = passphrases;
        this.random = random;
    }

    @Override
    public Integer call() throws IOException {
        if (!Person.isId(name)) {
            throw CommandFailed.usage("a name has 1 to 32 lower-case letters, digits and hyphens");
        }
        if (Files.exists(out)) {
            throw new FileAlreadyExistsException(out.toString());
        }
        Opener opener = new Opener(passphrases.identities(identityFiles, passphraseFiles));
        List<IdentityShare> shares = new ArrayList<>();
        for (Path file : shareFiles) {
            shares.add(share(file, opener));
        }
        Identity joined;
        try {
            joined = IdentityShare.join(shares);
        } catch (CannotJoin why) {
            throw CommandFailed.problem(String.valueOf(why.getMessage()));
        }
        // The escrow signs nothing, so its signing key was not split; the file has one because every such file has.
        IdentityFile file = new IdentityFile(name, joined, SigningKey.generate(random), Optional.empty());
        NewFile.secret(out, file.seal(passphrases.fresh(newPassphraseFile), random));
        terminal.out().println("the keys are whole again: " + out.getFileName());
        terminal.out().println("recipient      " + joined.recipient());
        terminal.out().println("  in words     " + PublicHalf.of(file).recipientWords());
        return Cli.OK;
    }

    private static IdentityShare share(Path file, Opener opener) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return IdentityShare.parse(new String(CaseFolder.isAge(bytes) ? opener.open(bytes) : bytes, UTF_8));
        } catch (CannotOpen.NotForThisKey another) {
            throw CommandFailed.usage(file.getFileName() + " is sealed to a trustee whose --identity is not given");
        } catch (CannotOpen.Damaged damaged) {
            throw CommandFailed.problem(file.getFileName() + " is damaged: changed or cut since it was sealed");
        } catch (CannotOpen other) {
            throw CommandFailed.usage(file.getFileName() + " is no share");
        }
    }
}

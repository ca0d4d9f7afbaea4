package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.Person;
import org.komir.crypto.CannotJoin;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.IdentityShare;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "split",
        description = {
            "Takes the escrow's keys apart for trustees: some of them together open everything, fewer open nothing.",
            "Without --identity new keys are made, which then never lay anywhere in one piece."
        },
        mixinStandardHelpOptions = true)
final class SplitCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Passphrases passphrases;
    private final SecureRandom random;

    @Option(names = "--identity", description = "Keys that there are already, of 'keys new'.")
    private @Nullable Path identity;

    @Option(names = "--passphrase-file", description = "Reads the passphrase of --identity from a file.")
    private @Nullable Path passphraseFile;

    @Option(names = "--name", defaultValue = "escrow", description = "Id of new keys (default: escrow).")
    private String name = "escrow";

    @Option(names = "--public", description = "Where the public half of new keys goes, for 'directory create'.")
    private @Nullable Path publicFile;

    @Option(
            names = "--trustee",
            required = true,
            description = "Public half of a trustee's keys; once for each. One share is sealed to each of them.")
    private List<Path> trusteeFiles = List.of();

    @Option(
            names = "--needed",
            defaultValue = "3",
            description = "How many trustees together open everything (default: 3).")
    private int needed = 3;

    @Option(names = "--out", required = true, description = "A new folder for the shares.")
    private Path out = Path.of("");

    SplitCommand(Terminal terminal, Passphrases passphrases, SecureRandom random) {
        this.terminal = terminal;
        this.passphrases = passphrases;
        this.random = random;
    }

    @Override
    public Integer call() throws IOException {
        List<PublicHalf> trustees = trustees();
        mustFit(trustees);
        IdentityFile escrow = identity == null
                ? IdentityFile.generate(name, Optional.empty(), random)
                : passphrases.open(identity, passphraseFile);
        List<IdentityShare> shares = IdentityShare.split(escrow.identity(), needed, trustees.size(), random);
        mustGiveBack(escrow, shares);
        NewFile.folder(out);
        PrintWriter said = terminal.out();
        for (int i = 0; i < shares.size(); i++) {
            PublicHalf trustee = trustees.get(i);
            Path file = out.resolve("share-" + (i + 1) + "-" + trustee.id() + ".age");
            byte[] text = shares.get(i).revealSecret().getBytes(UTF_8);
            NewFile.secret(
                    file,
                    new Sealer()
                            .seal(Purpose.ESCROW_SHARE, text, List.of(trustee.recipient()))
                            .bytes());
            said.println("share " + (i + 1) + " for " + trustee.id() + ": " + file.getFileName());
            said.println("  recipient in words     " + trustee.recipientWords());
        }
        if (publicFile != null) {
            NewFile.secret(publicFile, PublicHalf.of(escrow).json());
        }
        said.println(needed + " of these " + shares.size() + " open everything; fewer open nothing");
        said.println("recipient      " + escrow.identity().recipient());
        said.println("  in words     " + PublicHalf.of(escrow).recipientWords());
        return Cli.OK;
    }

    private List<PublicHalf> trustees() throws IOException {
        List<PublicHalf> trustees = new ArrayList<>();
        for (Path file : trusteeFiles) {
            trustees.add(PublicHalf.read(file));
        }
        return trustees;
    }

    /** Before a passphrase is asked for. */
    private void mustFit(List<PublicHalf> trustees) throws IOException {
        if (needed < IdentityShare.FEWEST_NEEDED
                || needed > trustees.size()
                || trustees.size() > IdentityShare.MOST_SHARES) {
            throw CommandFailed.usage("--needed is from " + IdentityShare.FEWEST_NEEDED
                    + " to the number of trustees, of whom there are " + IdentityShare.MOST_SHARES
                    + " at the most; there are " + trustees.size());
        }
        Set<Object> seen = new HashSet<>();
        for (PublicHalf trustee : trustees) {
            if (!seen.add(trustee.id()) || !seen.add(trustee.recipient())) {
                throw CommandFailed.usage(trustee.id() + " would have two shares");
            }
        }
        if (!Person.isId(name)) {
            throw CommandFailed.usage("a name has 1 to 32 lower-case letters, digits and hyphens");
        }
        if (identity == null && publicFile == null) {
            throw CommandFailed.usage("new keys need --public: without it nothing could be sealed to them");
        }
        if (identity != null && publicFile != null) {
            throw CommandFailed.usage("--public goes with new keys; 'keys new' wrote that of --identity");
        }
        if (publicFile != null && Files.exists(publicFile)) {
            throw new FileAlreadyExistsException(publicFile.toString());
        }
        if (Files.exists(out)) {
            throw new FileAlreadyExistsException(out.toString());
        }
    }

    /** Nobody could tell later: the keys may never be seen in one piece again. */
    private void mustGiveBack(IdentityFile escrow, List<IdentityShare> shares) {
        for (int from = 0; from + needed <= shares.size(); from++) {
            try {
                String joined =
                        IdentityShare.join(shares.subList(from, from + needed)).revealSecret();
                if (!joined.equals(escrow.identity().revealSecret())) {
                    throw CommandFailed.problem("the shares do not give the keys back; nothing was written");
                }
            } catch (CannotJoin wrong) {
                throw CommandFailed.problem("the shares do not give the keys back; nothing was written");
            }
        }
    }
}

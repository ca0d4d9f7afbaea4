package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.DirectoryRefused;
import org.komir.bot.directory.DirectoryText;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Revocations;
import org.komir.bot.directory.RevocationsFile;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.RootKey;
import org.komir.bot.directory.SignedDirectory;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.questionnaires.Recordings;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.VerifyingKey;
import org.komir.crypto.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "directory",
        description = "Keeps the signed list of who may read what.",
        mixinStandardHelpOptions = true)
final class DirectoryCommand {
    private final Terminal terminal;
    private final Passphrases passphrases;
    private final Function<Optional<Path>, Questionnaires> questionnaires;
    private final Clock clock;

    DirectoryCommand(
            Terminal terminal,
            Passphrases passphrases,
            Function<Optional<Path>, Questionnaires> questionnaires,
            Clock clock) {
        this.terminal = terminal;
        this.passphrases = passphrases;
        this.questionnaires = questionnaires;
        this.clock = clock;
    }

    @Command(name = "create", description = "Begins a directory without people.", mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--organisation", required = true, description = "Its name.") String organisation,
            @Option(names = "--escrow", required = true, description = "Public half of the escrow's keys.") Path escrow,
            @Option(
                            names = "--panel",
                            defaultValue = "3",
                            description = "Reviewers drawn for a case when there are more than five (default: 3).")
                    int panel,
            @Option(names = "--out", required = true, description = "The new directory.json.") Path out)
            throws IOException {
        if (panel < 1) {
            throw CommandFailed.usage("--panel is at least 1");
        }
        Directory empty = new Directory(
                organisation,
                0,
                today(),
                today(),
                panel,
                PublicHalf.read(escrow).recipient(),
                List.of());
        NewFile.secret(out, DirectoryText.write(empty));
        terminal.out().println("written: " + out + ", unsigned and without people");
        return Cli.OK;
    }

    @Command(
            name = "add",
            description = {
                "Adds a person. The directory has to be signed again.",
                "Either by what 'keys new --public' wrote and roles, or by what a coordinator approved in the console."
            },
            mixinStandardHelpOptions = true)
    int add(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(names = "--public", description = "What 'keys new --public' wrote.") @Nullable Path publicFile,
            @Option(names = "--name", description = "As colleagues call this person (default: the id).") @Nullable
                    String name,
            @Option(
                            names = "--role",
                            description =
                                    "reviewer, custodian, second, security, aid, coordinator, translator, trustee or matcher; several times for several.")
                    @Nullable
                    List<String> roles,
            @Option(
                            names = "--approval",
                            description =
                                    "What a coordinator saved in the console; several times for several people. It names the keys and the roles.")
                    @Nullable
                    List<Path> approvals,
            @Option(
                            names = "--root-key",
                            description =
                                    "With --approval: the public root key, or a file with it. The directory has to be signed as it is.")
                    @Nullable
                    String rootKey)
            throws IOException {
        List<Person> added;
        if (approvals != null) {
            if (publicFile != null || roles != null || rootKey == null || name != null && approvals.size() > 1) {
                throw CommandFailed.usage(
                        "with --approval goes --root-key, and no --public or --role: the approval names them. --name is for one person");
            }
            SignedDirectory signed = SignedDirectory.read(file);
            Directory coordinators = RevocationsFile.beside(file)
                    .read()
                    .without(signed.verify(Optional.of(RootKey.read(rootKey)), today(), 0));
            added = new ArrayList<>();
            for (Path approval : approvals) {
                added.add(ApprovalFile.person(approval, name, coordinators, today()));
            }
        } else {
            if (publicFile == null || roles == null) {
                throw CommandFailed.usage("give --public and --role, or --approval");
            }
            PublicHalf half = PublicHalf.read(publicFile);
            added = List.of(new Person(
                    half.id(), name == null ? half.id() : name, roles(roles), half.recipient(), half.signingKey()));
        }
        Revocations revocations = RevocationsFile.beside(file).read();
        Directory after = read(file);
        for (Person person : added) {
            mustNotBeThere(after, person);
            if (revocations.revokes(person.signingKey())) {
                throw CommandFailed.usage(
                        "the keys of " + person.id() + " were revoked, for ever: who returns makes new ones");
            }
            List<Person> people = new ArrayList<>(after.people());
            people.add(person);
            after = after.withPeople(people);
        }
        write(file, after);
        for (Person person : added) {
            terminal.out()
                    .println("added: " + person.id() + " as " + words(person.roles()) + "; sign the directory now");
            terminal.out()
                    .println("  recipient in words     "
                            + Words.of(person.recipient().publicKey()));
            terminal.out()
                    .println("  signing key in words   "
                            + Words.of(person.signingKey().bytes()));
        }
        return Cli.OK;
    }

    @Command(
            name = "remove",
            description =
                    "Removes a person. The directory has to be signed again; cases that are sealed to this person stay so.",
            mixinStandardHelpOptions = true)
    int remove(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(names = "--id", required = true, description = "Whom.") String id)
            throws IOException {
        Directory before = read(file);
        List<Person> people = before.people().stream()
                .filter(person -> !person.id().equals(id))
                .toList();
        if (people.size() == before.people().size()) {
            throw CommandFailed.usage("there is no such person in the directory");
        }
        write(file, before.withPeople(people));
        terminal.out().println("removed: " + id + "; sign the directory now");
        return Cli.OK;
    }

    @Command(
            name = "escrow",
            description = {
                "Names other keys as the escrow: after they were joined once, or when shares are in wrong hands. The directory has to be signed again.",
                "Cases of before stay sealed to the escrow of before."
            },
            mixinStandardHelpOptions = true)
    int escrow(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(names = "--public", required = true, description = "What 'keys split --public' wrote.")
                    Path publicFile)
            throws IOException {
        PublicHalf half = PublicHalf.read(publicFile);
        Directory before = read(file);
        if (before.escrow().equals(half.recipient())) {
            throw CommandFailed.usage("these are the keys of the escrow that the directory names already");
        }
        write(file, before.withEscrow(half.recipient()));
        terminal.out().println("new cases are sealed to this escrow; sign the directory now");
        terminal.out()
                .println("  recipient in words     " + Words.of(half.recipient().publicKey()));
        return Cli.OK;
    }

    @Command(
            name = "intake",
            description =
                    "Names the key with which the server signs proofs of receipt. The directory has to be signed again.",
            mixinStandardHelpOptions = true)
    int intake(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(names = "--public", required = true, description = "What 'keys intake --public' wrote.")
                    Path publicFile)
            throws IOException {
        VerifyingKey key = IntakeKey.read(publicFile);
        write(file, read(file).withIntake(key));
        terminal.out().println("the server's proofs of receipt are checked with this key; sign the directory now");
        terminal.out().println("  signing key in words   " + Words.of(key.bytes()));
        return Cli.OK;
    }

    @Command(
            name = "address",
            description =
                    "Says where people find the organisation; families read it in the sealed form. The directory has to be signed again.",
            mixinStandardHelpOptions = true)
    int address(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(
                            names = "--text",
                            required = true,
                            description =
                                    "A line of it; several times for several. An empty one takes the address away.")
                    List<String> lines)
            throws IOException {
        String text = String.join("\n", lines).strip();
        Directory after;
        try {
            after = read(file).withAddress(Optional.of(text).filter(some -> !some.isEmpty()));
        } catch (IllegalArgumentException unfit) {
            throw CommandFailed.usage(String.valueOf(unfit.getMessage()));
        }
        write(file, after);
        terminal.out()
                .println((text.isEmpty() ? "the address is gone" : "families read this address")
                        + "; sign the directory now");
        return Cli.OK;
    }

    @Command(
            name = "recordings",
            description =
                    "Vouches for the recordings that the sealed form plays, as they are now. The directory has to be signed again.",
            mixinStandardHelpOptions = true)
    int recordings(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(
                            names = "--folder",
                            required = true,
                            description =
                                    "The folder of recordings, as komir.recordings names it. An empty one takes them away.")
                    Path folder,
            @Option(
                            names = "--config",
                            description =
                                    "The server's own folder of questions and words, as komir.config names it (default: what is built in).")
                    @Nullable
                    Path config)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw CommandFailed.usage("there is no folder " + folder);
        }
        Recordings recordings = Recordings.in(folder, questionnaires.apply(Optional.ofNullable(config)));
        write(file, read(file).withRecordings(recordings.listSha256()));
        terminal.out().println("recordings vouched for: " + recordings.all().size() + "; sign the directory now");
        recordings.all().forEach(one -> terminal.out().println("  " + one.name()));
        return Cli.OK;
    }

    @Command(
            name = "sign",
            description = {
                "Signs the directory with the root key, as a new version.",
                "With it the questions and words of the sealed form are signed: what 'config' says now."
            },
            mixinStandardHelpOptions = true)
    int sign(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(names = "--root-key-file", required = true, description = "What 'keys root' wrote.")
                    Path rootKeyFile,
            @Option(names = "--days", defaultValue = "90", description = "How long it holds: 1 to 90 (default).")
                    int days,
            @Option(
                            names = "--config",
                            description =
                                    "The server's own folder of questions and words, as komir.config names it (default: what is built in).")
                    @Nullable
                    Path config,
            @Option(
                            names = "--passphrase-file",
                            description = "Reads the passphrase from the first line of a file and does not ask.")
                    @Nullable
                    Path passphraseFile)
            throws IOException {
        if (days < 1 || days > Directory.LONGEST_DAYS) {
            throw CommandFailed.usage("--days is 1 to " + Directory.LONGEST_DAYS);
        }
        Directory before = read(file);
        List<String> unfit = new ArrayList<>(before.unfit());
        unfit.addAll(stillThere(before, RevocationsFile.beside(file).read()));
        if (!unfit.isEmpty()) {
            throw new DirectoryRefused(unfit);
        }
        FormData form = FormData.of(questionnaires.apply(Optional.ofNullable(config)));
        IdentityFile root = passphrases.open(rootKeyFile, passphraseFile);
        if (!root.name().equals(KeysCommand.ROOT)) {
            throw CommandFailed.usage(rootKeyFile + " holds the keys of a person and not the root key");
        }
        Directory next = before.withForm(form.sha256()).renewed(today(), today().plusDays(days));
        SignedDirectory signed = SignedDirectory.sign(next, root.signingKey());
        signed.verify(Optional.of(root.signingKey().verifyingKey()), today(), before.version());
        Files.deleteIfExists(
                SignedDirectory.signatureOf(file)); // between the two writes there is none rather than a wrong one
        NewFile.replace(file, DirectoryText.write(next));
        NewFile.replace(SignedDirectory.signatureOf(file), (signed.signature() + "\n").getBytes(US_ASCII));
        terminal.out().println("signed: version " + next.version() + ", holds until " + next.expires());
        return Cli.OK;
    }

    @Command(
            name = "verify",
            description = "Checks the directory and shows who is in it.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--directory", required = true, description = "directory.json") Path file,
            @Option(names = "--root-key", required = true, description = "The public root key, or a file with it.")
                    String rootKey,
            @Option(
                            names = "--seen",
                            defaultValue = "0",
                            description = "The highest version that you have seen: an older one is refused.")
                    int seen)
            throws IOException {
        VerifyingKey root = RootKey.read(rootKey);
        show(read(file), root);
        SignedDirectory.read(file).verify(Optional.of(root), today(), seen);
        stillThere(read(file), RevocationsFile.beside(file).read())
                .forEach(terminal.out()::println); // it is good all the same: nobody seals to them
        terminal.out().println("the directory is good");
        return Cli.OK;
    }

    private void show(Directory directory, VerifyingKey root) {
        PrintWriter out = terminal.out();
        long left = ChronoUnit.DAYS.between(today(), directory.expires());
        out.println("organisation   " + Printable.of(directory.organisation()));
        out.println("version        " + directory.version());
        out.println("issued         " + directory.issued());
        out.println("expires        " + directory.expires() + (left < 0 ? ", expired" : ", in " + left + " days"));
        out.println("panel          "
                + (directory.with(Role.REVIEWER).size() <= Directory.ALL_UP_TO
                        ? "all reviewers, while they are five or fewer"
                        : directory.panel() + " reviewers by lot"));
        out.println("root key       " + Words.of(root.bytes()));
        out.println("escrow         " + Words.of(directory.escrow().publicKey()));
        out.println("intake key     "
                + directory.intake().map(key -> Words.of(key.bytes())).orElse("none: no proofs of receipt"));
        out.println("form data      " + directory.form().orElse("none: no sealed form is served"));
        out.println("recordings     " + directory.recordings().orElse("none: the form plays none"));
        out.println("address        "
                + directory
                        .address()
                        .map(address -> address.lines().map(Printable::of).collect(Collectors.joining(" / ")))
                        .orElse("none"));
        for (Person person : directory.people()) {
            out.println();
            out.println(person.id() + ", " + Printable.of(person.name()) + ": " + words(person.roles()));
            out.println("  recipient    " + Words.of(person.recipient().publicKey()));
            out.println("  signing key  " + Words.of(person.signingKey().bytes()));
        }
        out.println();
    }

    private static Directory read(Path file) throws IOException {
        return DirectoryText.parse(Files.readString(file));
    }

    /** Unsigned. */
    private static void write(Path file, Directory after) throws IOException {
        Files.deleteIfExists(SignedDirectory.signatureOf(file));
        NewFile.replace(file, DirectoryText.write(after));
    }

    private static void mustNotBeThere(Directory directory, Person person) {
        if (directory.person(person.id()).isPresent()) {
            throw CommandFailed.usage(person.id() + " is in the directory already");
        }
        boolean known = directory.people().stream()
                .anyMatch(other -> other.recipient().equals(person.recipient())
                        || other.signingKey().equals(person.signingKey()));
        if (known || directory.escrow().equals(person.recipient())) {
            throw CommandFailed.usage("the keys of " + person.id() + " are somebody else's in the directory");
        }
    }

    /** A directory that is signed anew must not name whoever was revoked: it would be believed where nobody has heard of the revocation. */
    private static List<String> stillThere(Directory directory, Revocations revocations) {
        return directory.people().stream()
                .filter(person -> revocations.revokes(person.signingKey()))
                .map(person -> person.id() + " was revoked by two coordinators: remove this person")
                .toList();
    }

    private static Set<Role> roles(List<String> words) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words) {
            roles.add(Role.of(word)
                    .orElseThrow(() -> CommandFailed.usage(
                            "there is no role '" + word + "'; roles are " + words(EnumSet.allOf(Role.class)))));
        }
        return roles;
    }

    private static String words(Set<Role> roles) {
        return roles.stream().map(Role::word).collect(Collectors.joining(", "));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}

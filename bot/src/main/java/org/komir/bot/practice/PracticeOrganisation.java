package org.komir.bot.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.DirectoryText;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.directory.SignedDirectory;
import org.komir.crypto.Identity;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Recipient;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;
import org.komir.crypto.Words;
import org.springframework.util.FileSystemUtils;

/**
 * An organisation to practise with, made at the first start: two volunteers, since one alone verifies nothing, an identity custodian and the second person, who have between them all other roles that the practice has a use for, invented. Everybody may
 * know the passphrase; it is shown on the screen and lies beside the keys. Nothing real is ever sealed to it.
 *
 * @param directory the signed directory's file
 * @param volunteer the id of the volunteer that the page offers
 * @param colleagueFile the identity file of the second one
 */
public record PracticeOrganisation(
        Path directory,
        VerifyingKey rootKey,
        String volunteer,
        String passphrase,
        byte[] identityFile,
        byte[] colleagueFile,
        Recipient volunteerKey) {

    private static final String VOLUNTEER = "aigul";
    private static final String COLLEAGUE = "serik";
    private static final String ADDRESS = "1 Practice Street, Nowhere (invented)\nMondays to Fridays, 10 to 17";
    private static final int RENEW_BEFORE_DAYS = 30;
    private static final String ROOT_SEED = "root-seed";
    private static final String PASSPHRASE = "passphrase";
    private static final String DIRECTORY = "directory.json";
    /** The file of the key that signs proofs of receipt. */
    public static final String INTAKE_KEY = "intake.key";

    /**
     * The organisation in this folder, made or renewed if need be.
     *
     * @param form SHA-256 of the form data that its directory vouches for, 64 lower-case hexadecimal digits
     * @param recordings that of the list of recordings, where there are any
     */
    public static PracticeOrganisation at(
            Path folder, String form, Optional<String> recordings, Clock clock, SecureRandom random)
            throws IOException {
        LocalDate today = LocalDate.now(clock);
        if (!Files.exists(folder.resolve(DIRECTORY))) {
            // Made aside and moved as a whole: a process that is killed half-way leaves nothing that the next start
            // would trip over.
            Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
            FileSystemUtils.deleteRecursively(fresh);
            Files.createDirectories(fresh);
            make(fresh, today, random);
            FileSystemUtils.deleteRecursively(folder);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        SigningKey root = SigningKey.parse(Files.readString(folder.resolve(ROOT_SEED), UTF_8));
        String passphrase = Files.readString(folder.resolve(PASSPHRASE), UTF_8).strip();
        if (!Files.exists(folder.resolve(COLLEAGUE + ".age"))) {
            addColleague(folder, root, passphrase, random);
        }
        renew(folder, root, form, recordings, intakeKey(folder, random).verifyingKey(), today);
        return new PracticeOrganisation(
                folder.resolve(DIRECTORY),
                root.verifyingKey(),
                VOLUNTEER,
                passphrase,
                Files.readAllBytes(folder.resolve(VOLUNTEER + ".age")),
                Files.readAllBytes(folder.resolve(COLLEAGUE + ".age")),
                DirectoryText.parse(Files.readString(folder.resolve(DIRECTORY), UTF_8))
                        .person(VOLUNTEER)
                        .orElseThrow()
                        .recipient());
    }

    /** The volunteer's public key as seven words. */
    public String words() {
        return Words.of(volunteerKey.publicKey());
    }

    /** The file of the key that signs proofs of receipt: the base64 of its seed. */
    public Path intakeKey() {
        return directory.resolveSibling(INTAKE_KEY);
    }

    @Override
    public byte[] identityFile() {
        return identityFile.clone();
    }

    @Override
    public byte[] colleagueFile() {
        return colleagueFile.clone();
    }

    /** A folder of an earlier version has nobody who could be the second. */
    private static void addColleague(Path folder, SigningKey root, String passphrase, SecureRandom random)
            throws IOException {
        Directory old = DirectoryText.parse(Files.readString(folder.resolve(DIRECTORY), UTF_8));
        List<Person> people = new ArrayList<>(old.people());
        people.removeIf(person -> person.id().equals(COLLEAGUE));
        people.add(person(folder, COLLEAGUE, "Serik (practice)", Set.of(Role.REVIEWER), root, passphrase, random));
        Files.deleteIfExists(SignedDirectory.signatureOf(folder.resolve(DIRECTORY)));
        write(folder.resolve(DIRECTORY), DirectoryText.write(old.withPeople(people)));
    }

    private static void make(Path folder, LocalDate today, SecureRandom random) throws IOException {
        SigningKey root = SigningKey.generate(random);
        byte[] some = new byte[16];
        random.nextBytes(some);
        String[] words = Words.of(some).split(" ");
        String passphrase = "practice-" + words[0] + "-" + words[1] + "-" + words[2];
        write(folder.resolve(ROOT_SEED), root.revealSecret().getBytes(UTF_8));
        write(folder.resolve(PASSPHRASE), passphrase.getBytes(UTF_8));
        List<Person> people = List.of(
                person(
                        folder,
                        VOLUNTEER,
                        "Aigül (practice)",
                        Set.of(Role.REVIEWER, Role.SECURITY, Role.COORDINATOR),
                        root,
                        passphrase,
                        random),
                person(
                        folder,
                        "bolat",
                        "Bolat (practice)",
                        Set.of(Role.CUSTODIAN, Role.COORDINATOR, Role.TRUSTEE),
                        root,
                        passphrase,
                        random),
                person(
                        folder,
                        "dana",
                        "Dana (practice)",
                        Set.of(Role.SECOND, Role.TRANSLATOR, Role.MATCHER),
                        root,
                        passphrase,
                        random));
        Directory unsigned = new Directory(
                "PRACTICE, no real organisation",
                0,
                today,
                today.plusDays(Directory.LONGEST_DAYS),
                3,
                Identity.generate(random).recipient(),
                people);
        write(folder.resolve(DIRECTORY), DirectoryText.write(unsigned));
    }

    private static Person person(
            Path folder,
            String id,
            String name,
            Set<Role> roles,
            SigningKey root,
            String passphrase,
            SecureRandom random)
            throws IOException {
        IdentityFile keys = IdentityFile.generate(id, Optional.of(root.verifyingKey()), random);
        write(folder.resolve(id + ".age"), keys.seal(passphrase.toCharArray(), random));
        return new Person(
                id, name, roles, keys.identity().recipient(), keys.signingKey().verifyingKey());
    }

    /** A folder of an earlier version has none; it is made then. */
    private static SigningKey intakeKey(Path folder, SecureRandom random) throws IOException {
        Path file = folder.resolve(INTAKE_KEY);
        if (!Files.exists(file)) {
            write(file, SigningKey.generate(random).revealSecret().getBytes(UTF_8));
        }
        return SigningKey.parse(Files.readString(file, UTF_8));
    }

    private static void renew(
            Path folder,
            SigningKey root,
            String form,
            Optional<String> recordings,
            VerifyingKey intake,
            LocalDate today)
            throws IOException {
        Path file = folder.resolve(DIRECTORY);
        Directory old = DirectoryText.parse(Files.readString(file, UTF_8));
        Directory wanted = old.withForm(form)
                .withIntake(intake)
                .withAddress(Optional.of(ADDRESS))
                .withRecordings(recordings);
        boolean signed = Files.exists(SignedDirectory.signatureOf(file));
        if (!signed || !wanted.equals(old) || old.expires().isBefore(today.plusDays(RENEW_BEFORE_DAYS))) {
            SignedDirectory next =
                    SignedDirectory.sign(wanted.renewed(today, today.plusDays(Directory.LONGEST_DAYS)), root);
            // Between the two writes there is no signature rather than a wrong one: the next start signs again.
            Files.deleteIfExists(SignedDirectory.signatureOf(file));
            write(file, next.text().getBytes(UTF_8));
            write(SignedDirectory.signatureOf(file), next.signature().getBytes(UTF_8));
        }
    }

    /** In one step, in the place of what is there: a process may be killed at any moment. */
    private static void write(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return "PracticeOrganisation[" + directory + "]";
    }
}

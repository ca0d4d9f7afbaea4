package org.komir.bot.directory;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.komir.bot.conversation.PanelKind;
import org.komir.crypto.Compartment;
import org.komir.crypto.Panel;
import org.komir.crypto.Panelists;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;
import org.komir.crypto.VerifyingKey;

/**
 * The people of the organisation, for some time.
 *
 * @param version 0 before it was ever signed, then one more with every signature
 * @param expires the last day on which it holds, in UTC
 * @param panel how many reviewers are drawn for a case when there are more than {@link #ALL_UP_TO}
 * @param escrow whose key lies in parts with trustees; it is in every panel, on both sides of a nested one
 * @param form SHA-256 of the form data ({@code komir-form/1}) that families may be asked by, 64 lower-case hexadecimal digits; where there
 *     is none, no sealed form is served
 * @param intake checks the proofs of receipt, which the server signs
 * @param address where people find the organisation, as they would tell it each other: at most {@link #LONGEST_ADDRESS} characters, in
 *     {@link #ADDRESS_LINES} lines or fewer
 * @param recordings SHA-256 of the list of recordings ({@code komir-recordings/1}) that the form may play, 64 lower-case hexadecimal digits;
 *     where there is none, it plays none
 */
public record Directory(
        String organisation,
        int version,
        LocalDate issued,
        LocalDate expires,
        int panel,
        Recipient escrow,
        List<Person> people,
        Optional<String> form,
        Optional<VerifyingKey> intake,
        Optional<String> address,
        Optional<String> recordings) {

    public static final int LONGEST_ADDRESS = 300;

    public static final int ADDRESS_LINES = 6;

    /** A directory holds this long at most, so that a person who was removed is forgotten everywhere after that time. */
    public static final int LONGEST_DAYS = 90;

    /** Up to this many reviewers all of them read every case: drawing among so few would lose cases to a single lost key. */
    public static final int ALL_UP_TO = 5;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public Directory {
        people = List.copyOf(people);
        form.ifPresent(Directory::hash);
        address.ifPresent(Directory::address);
        recordings.ifPresent(Directory::hash);
    }

    /** One that vouches for no sealed form. */
    public Directory(
            String organisation,
            int version,
            LocalDate issued,
            LocalDate expires,
            int panel,
            Recipient escrow,
            List<Person> people) {
        this(
                organisation,
                version,
                issued,
                expires,
                panel,
                escrow,
                people,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The same text.
     *
     * @throws IllegalArgumentException if it is not 64 lower-case hexadecimal digits
     */
    static String hash(String sha256) {
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a hash has 64 lower-case hexadecimal digits");
        }
        return sha256;
    }

    /**
     * The same text.
     *
     * @throws IllegalArgumentException if it is blank or too long, or has more in it than letters and line ends: what turns the direction of
     *     writing could make it read as another one
     */
    static String address(String text) {
        boolean plain = text.codePoints()
                .allMatch(each ->
                        each == '\n' || !Character.isISOControl(each) && Character.getType(each) != Character.FORMAT);
        if (text.isBlank()
                || text.codePointCount(0, text.length()) > LONGEST_ADDRESS
                || text.lines().count() > ADDRESS_LINES
                || !plain) {
            throw new IllegalArgumentException("an address has 1 to " + LONGEST_ADDRESS + " characters, in "
                    + ADDRESS_LINES + " lines at the most");
        }
        return text;
    }

    /** The next version, for another time. */
    public Directory renewed(LocalDate from, LocalDate until) {
        return new Directory(
                organisation, version + 1, from, until, panel, escrow, people, form, intake, address, recordings);
    }

    /** The same with other people, not yet signed. */
    public Directory withPeople(List<Person> others) {
        return new Directory(
                organisation, version, issued, expires, panel, escrow, others, form, intake, address, recordings);
    }

    /** The same with another escrow, not yet signed. */
    public Directory withEscrow(Recipient other) {
        return new Directory(
                organisation, version, issued, expires, panel, other, people, form, intake, address, recordings);
    }

    /** The same with the hash of this form data, not yet signed. */
    public Directory withForm(String sha256) {
        return new Directory(
                organisation,
                version,
                issued,
                expires,
                panel,
                escrow,
                people,
                Optional.of(sha256),
                intake,
                address,
                recordings);
    }

    /** The same with this key for proofs of receipt, not yet signed. */
    public Directory withIntake(VerifyingKey key) {
        return new Directory(
                organisation,
                version,
                issued,
                expires,
                panel,
                escrow,
                people,
                form,
                Optional.of(key),
                address,
                recordings);
    }

    /** The same with this address, or none, not yet signed. */
    public Directory withAddress(Optional<String> text) {
        return new Directory(
                organisation, version, issued, expires, panel, escrow, people, form, intake, text, recordings);
    }

    /** The same with the hash of this list of recordings, or none, not yet signed. */
    public Directory withRecordings(Optional<String> sha256) {
        return new Directory(
                organisation, version, issued, expires, panel, escrow, people, form, intake, address, sha256);
    }

    public Optional<Person> person(String id) {
        return people.stream().filter(person -> person.id().equals(id)).findFirst();
    }

    public List<Person> with(Role role) {
        return people.stream().filter(person -> person.is(role)).toList();
    }

    /**
     * Whom each compartment of a new case is sealed to. A role that is empty since its people were revoked leaves the escrow alone, on its side of a nested panel too.
     *
     * @param compartments name to kind of panel, as the questionnaire gives them
     */
    public Map<Compartment, Panel> panels(Map<String, PanelKind> compartments, SecureRandom random) {
        Map<Compartment, Panel> panels = new HashMap<>();
        List<Person> reviewers =
                reviewersDrawn(random); // one draw for a case: whoever reads one part may read the other
        compartments.forEach((name, kind) -> panels.put(new Compartment(name), panel(kind, reviewers)));
        return Map.copyOf(panels);
    }

    private Panel panel(PanelKind kind, List<Person> reviewers) {
        return switch (kind) {
            case REVIEWERS -> one(reviewers);
            case CUSTODIANS -> {
                List<Person> inner = with(Role.CUSTODIAN);
                List<Person> outer = with(Role.SECOND);
                yield new Panel.Nested(
                        andEscrow(inner), andEscrow(outer), Optional.of(Panelists.nested(ids(inner), ids(outer))));
            }
            case SECURITY -> one(with(Role.SECURITY));
            case AID -> one(inAid());
        };
    }

    /** Who reads what families need: security officers where nobody is in aid. */
    public List<Person> inAid() {
        return with(Role.AID).isEmpty() ? with(Role.SECURITY) : with(Role.AID);
    }

    private Panel one(List<Person> people) {
        return new Panel.One(andEscrow(people), Optional.of(Panelists.of(ids(people))));
    }

    private static List<String> ids(List<Person> people) {
        return people.stream().map(Person::id).sorted().toList();
    }

    /** Who reads what could not be taken: a panel like that of a case. */
    public List<Recipient> quarantineRecipients(SecureRandom random) {
        return andEscrow(reviewersDrawn(random));
    }

    private List<Person> reviewersDrawn(SecureRandom random) {
        List<Person> reviewers = new ArrayList<>(with(Role.REVIEWER));
        if (reviewers.size() > ALL_UP_TO) {
            Collections.shuffle(reviewers, random);
            return reviewers.subList(0, Math.min(panel, reviewers.size()));
        }
        return reviewers;
    }

    private List<Recipient> andEscrow(List<Person> panelists) {
        List<Recipient> recipients =
                new ArrayList<>(panelists.stream().map(Person::recipient).toList());
        recipients.add(escrow);
        return recipients;
    }

    /** What makes this directory unfit, whoever signed it: who is missing, who is there twice, who has too much. */
    public List<String> unfit() {
        List<String> problems = new ArrayList<>();
        if (organisation.isBlank()) {
            problems.add("the organisation has no name");
        }
        if (panel < 1) {
            problems.add("panel is " + panel + " and must be at least 1");
        }
        duplicates(problems);
        for (Role needed : List.of(Role.REVIEWER, Role.CUSTODIAN, Role.SECOND, Role.SECURITY)) {
            if (with(needed).isEmpty()) {
                problems.add("nobody has the role " + needed.word());
            }
        }
        for (Person person : people) {
            if (person.is(Role.CUSTODIAN) && person.is(Role.SECOND)) {
                problems.add(person.id() + " is custodian and second: nobody may open alone who testified");
            }
            if (person.is(Role.MATCHER) && person.is(Role.REVIEWER)) {
                problems.add(
                        person.id() + " is matcher and reviewer: nobody may have the hashes of names and their key");
            }
        }
        tooMany(problems, "reviewers in a panel", with(Role.REVIEWER).size() <= ALL_UP_TO ? 0 : panel);
        for (Role role : List.of(Role.CUSTODIAN, Role.SECOND, Role.SECURITY, Role.AID, Role.MATCHER)) {
            tooMany(problems, "people with the role " + role.word(), with(role).size());
        }
        return problems;
    }

    private static void tooMany(List<String> problems, String what, int count) {
        int most = Sealer.MOST_RECIPIENTS - 1; // one place is the escrow's
        if (count > most) {
            problems.add(count + " " + what + ": one file can be sealed to " + most + " and the escrow");
        }
    }

    private void duplicates(List<String> problems) {
        Set<String> ids = new HashSet<>();
        Set<Recipient> recipients = new HashSet<>(Set.of(escrow));
        Set<VerifyingKey> signingKeys = new HashSet<>();
        for (Person person : people) {
            if (!ids.add(person.id())) {
                problems.add("the id " + person.id() + " is there twice");
            }
            if (person.recipient().equals(escrow)) {
                problems.add("the recipient of " + person.id() + " is the escrow's");
            } else if (!recipients.add(person.recipient())) {
                problems.add("the recipient of " + person.id() + " is somebody else's too");
            }
            if (!signingKeys.add(person.signingKey())) {
                problems.add("the signing key of " + person.id() + " is somebody else's too");
            }
            if (intake.equals(Optional.of(person.signingKey()))) {
                problems.add("the intake key is the signing key of " + person.id()
                        + ": the server could come in as this person");
            }
        }
    }

    /** What makes this directory unfit today. */
    List<String> outOfTime(LocalDate today, int highestSeen) {
        List<String> problems = new ArrayList<>();
        if (version < 1) {
            problems.add("it was never signed: its version is " + version);
        } else if (version < highestSeen) {
            problems.add("version " + version + " is older than version " + highestSeen + ", which was seen before");
        }
        if (today.isAfter(expires)) {
            problems.add("it expired on " + expires);
        }
        if (expires.isBefore(issued)) {
            problems.add("it expires before it is issued");
        }
        if (ChronoUnit.DAYS.between(issued, expires) > LONGEST_DAYS) {
            problems.add("it would hold from " + issued + " to " + expires + ", longer than " + LONGEST_DAYS + " days");
        }
        return problems;
    }
}

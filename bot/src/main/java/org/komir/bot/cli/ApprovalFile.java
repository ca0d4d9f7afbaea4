package org.komir.bot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.directory.Approval;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;

/** What a coordinator saved about somebody new, checked against the directory. */
final class ApprovalFile {
    /** An old one may be of somebody whom nobody wants any more. */
    static final int LONGEST_DAYS = 30;

    private ApprovalFile() {}

    /**
     * Who was approved.
     *
     * @param name as colleagues call this person; the id where there is none
     * @param directory that is signed, without whoever is revoked
     * @throws CommandFailed in words, if it is not by a coordinator of this directory, for it, and of the last {@link #LONGEST_DAYS} days
     */
    static Person person(Path file, @Nullable String name, Directory directory, LocalDate today) throws IOException {
        Approval.Signed signed = read(file);
        Approval approval = signed.approval();
        Optional<Person> coordinator = directory.person(approval.by()).filter(person -> person.is(Role.COORDINATOR));
        if (coordinator.isEmpty()) {
            throw CommandFailed.usage(file + " is by somebody who is no coordinator in the signed directory");
        }
        if (!signed.isSignedBy(coordinator.get())) {
            throw CommandFailed.usage(file + " was altered, or " + approval.by() + " did not sign it");
        }
        if (!approval.organisation().equals(directory.organisation())) {
            throw CommandFailed.usage(file + " is for another organisation");
        }
        if (approval.day().isAfter(today) || approval.day().isBefore(today.minusDays(LONGEST_DAYS))) {
            throw CommandFailed.usage(
                    file + " is of " + approval.day() + ": an approval is good for " + LONGEST_DAYS + " days");
        }
        if (approval.roles().contains(Role.CUSTODIAN) && approval.roles().contains(Role.SECOND)
                || approval.roles().contains(Role.MATCHER) && approval.roles().contains(Role.REVIEWER)) {
            throw CommandFailed.usage(file + " gives two roles that nobody has together");
        }
        return new Person(
                approval.id(),
                name == null ? approval.id() : name,
                approval.roles(),
                approval.recipient(),
                approval.signingKey());
    }

    private static Approval.Signed read(Path file) throws IOException {
        try {
            return Approval.Signed.read(Files.readAllBytes(file));
        } catch (IllegalArgumentException malformed) {
            throw CommandFailed.usage(file + " is not what the console saves when somebody is approved");
        }
    }
}

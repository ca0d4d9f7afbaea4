package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.crypto.Sha256;
import org.komir.crypto.SigningDomain;

/**
 * {@code komir-link/1} ({@code docs/record-format.md}, step 22), always written anew from the case and the mailbox: nobody who signs chooses a word of it.
 *
 * @param text exact text
 */
record LinkStatement(String text) {

    static LinkStatement of(CaseId id, Mailbox mailbox) {
        return new LinkStatement(
                "{\"format\":\"komir-link/1\",\"case\":\"%s\",\"mailbox\":\"%s\",\"recipient_sha256\":\"%s\",\"author\":\"%s\"}"
                        .formatted(
                                id.hex(),
                                mailbox.name(),
                                Sha256.hex(mailbox.recipient().toString()),
                                mailbox.author()));
    }

    boolean isSignedBy(Person person, String base64) {
        try {
            return person.signingKey()
                    .verifies(
                            SigningDomain.LINK,
                            text.getBytes(US_ASCII),
                            Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The link, once a custodian and a second person of the directory, who are not the same, have signed it. */
    Optional<Link> complete(List<Link.Signature> signatures, Directory directory) {
        for (Link.Signature custodian : of(Role.CUSTODIAN, signatures, directory)) {
            for (Link.Signature second : of(Role.SECOND, signatures, directory)) {
                if (!custodian.by().equals(second.by())) {
                    return Optional.of(new Link(text, List.of(custodian, second)));
                }
            }
        }
        return Optional.empty();
    }

    private List<Link.Signature> of(Role role, List<Link.Signature> signatures, Directory directory) {
        return signatures.stream()
                .filter(one -> directory
                        .person(one.by())
                        .filter(person -> person.is(role) && isSignedBy(person, one.signature()))
                        .isPresent())
                .toList();
    }
}

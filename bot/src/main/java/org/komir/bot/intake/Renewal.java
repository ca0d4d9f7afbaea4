package org.komir.bot.intake;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a mailbox to another number, with its letters and their files. */
final class Renewal {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final Mailboxes mailboxes;
    private final Sealer sealer;
    private final SealedFiles files;
    private final SecureRandom random;

    Renewal(Mailboxes mailboxes, Sealer sealer, SealedFiles files, SecureRandom random) {
        this.mailboxes = mailboxes;
        this.sealer = sealer;
        this.files = files;
        this.random = random;
    }

    /** False where a letter came in between: then all is as it was. */
    boolean replace(long chat, Mail mail, VisitKeys before, VisitKeys by, boolean tell) {
        Mailboxes.First first = mail.first().orElseThrow();
        Map<FileName, FileName> copies = new HashMap<>();
        for (Letter letter : mail.letters()) {
            letter.files().forEach(file -> resealed(file, before, by).ifPresent(copy -> copies.put(file, copy)));
        }
        List<Letter> letters = mail.letters().stream()
                .map(letter -> new Letter(letter.id(), resealed(letter.content(), before, by), letter.files()))
                .toList();
        Optional<TellHere.Tell> wish =
                tell ? Optional.of(News.wish(chat, first.recipient(), sealer, random)) : Optional.empty();
        boolean replaced = mailboxes.replace(
                before.mailbox().name(), by.mailbox(), before.links(first.id(), by.mailbox()), letters, wish);
        copies.forEach((file, copy) -> {
            try {
                if (replaced) {
                    files.replace(file, copy);
                } else {
                    files.delete(copy);
                }
            } catch (IOException stays) {
                LOG.warn("a file of a letter could not be put in its place");
            } finally {
                files.settled(copy);
            }
        });
        return replaced;
    }

    /** What does not open stays as it is: nobody can read it either way. */
    private Sealed<Purpose.Reply> resealed(Sealed<Purpose.Reply> letter, VisitKeys before, VisitKeys by) {
        return before.open(letter)
                .map(plain ->
                        sealer.seal(Purpose.REPLY, plain, List.of(by.mailbox().recipient())))
                .orElse(letter);
    }

    private Optional<FileName> resealed(FileName file, VisitKeys before, VisitKeys by) {
        FileName copy = FileName.random(random);
        try {
            files.write(
                    copy,
                    out -> before.reseal(
                            files.read(file), sealer, out, by.mailbox().recipient()));
            return Optional.of(copy);
        } catch (IOException unreadable) {
            LOG.warn("a file of a letter could not be sealed anew");
            return Optional.empty();
        }
    }
}

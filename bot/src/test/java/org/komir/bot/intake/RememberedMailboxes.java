package org.komir.bot.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.komir.bot.files.FileName;

/** Mailboxes and wishes in memory, for what the intake does with them; what a store does is held by its own contract. */
final class RememberedMailboxes implements Mailboxes, TellHere {
    final Map<String, Mail> mails = new HashMap<>();
    final List<Link> links = new ArrayList<>();
    final List<Tell> tells = new ArrayList<>();
    final List<String> forgotten = new ArrayList<>();
    /** What comes between the reading of a mailbox and its replacement. */
    Optional<Runnable> between = Optional.empty();

    final Map<String, Notice> notices = new LinkedHashMap<>();
    Optional<Witness> witness = Optional.empty();

    @Override
    public Optional<Mail> mail(String mailbox, LocalDate today) {
        return Optional.ofNullable(mails.get(mailbox));
    }

    @Override
    public boolean withdraw(String mailbox, LocalDate day) {
        Mail mail = mails.get(mailbox);
        if (mail == null) {
            return false;
        }
        mails.put(
                mailbox,
                new Mail(
                        mail.recipient(),
                        mail.author(),
                        mail.day(),
                        Stage.WITHDRAWN,
                        Optional.of(day),
                        mail.first(),
                        List.of()));
        return true;
    }

    @Override
    public List<FileName> destroyWithdrawn(LocalDate before, LocalDate today) {
        return List.of();
    }

    @Override
    public boolean replace(
            String mailbox, Submissions.Mailbox by, Link link, List<Letter> letters, Optional<Tell> tell) {
        if (between.isPresent()) { // as a store does whose letters are not those that were sealed anew
            between.get().run();
            between = Optional.empty();
            return false;
        }
        Mail mail = mails.remove(mailbox);
        if (mail == null) {
            return false;
        }
        links.add(link);
        tell.ifPresent(tells::add);
        mails.put(
                by.name(),
                new Mail(
                        by.recipient(),
                        by.author(),
                        mail.day(),
                        mail.stage(),
                        Optional.empty(),
                        mail.first(),
                        letters));
        return true;
    }

    @Override
    public boolean ask(LinkRequest request, LocalDate day) {
        return false;
    }

    @Override
    public void forgetRequests(LocalDate before) {}

    @Override
    public void listens(Witness now) {
        witness = Optional.of(now);
    }

    @Override
    public List<Notice> notices() {
        return List.copyOf(notices.values());
    }

    @Override
    public void told(Collection<String> ids) {
        notices.keySet().removeAll(ids);
    }

    @Override
    public boolean forget(String name) {
        return forgotten.add(name);
    }
}

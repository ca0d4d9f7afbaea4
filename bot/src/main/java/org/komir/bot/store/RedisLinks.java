package org.komir.bot.store;

import static org.komir.bot.store.RedisStore.fields;
import static org.komir.bot.store.RedisStore.of;
import static org.komir.bot.store.RedisStore.text;

import io.lettuce.core.ScriptOutputType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Link;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.Mailboxes;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.review.Links.Signed;
import org.komir.bot.store.Script.Arguments;

/** How a case comes to another mailbox, in {@link RedisStore}, whose class comment has the keys; each is one script or one command. */
final class RedisLinks {
    static final String SIGNATURES = "signatures";
    private static final String REQUESTS = "requests";
    private static final String EMPTY_LINE = "\n\n";

    private final RedisStore store;

    RedisLinks(RedisStore store) {
        this.store = store;
    }

    /** Signatures, an empty line, statement. */
    static String value(Link link) {
        return Stores.lines(link.signatures()) + EMPTY_LINE + link.statement();
    }

    private static Link link(String value) {
        int end = value.indexOf(EMPTY_LINE);
        return new Link(value.substring(end + EMPTY_LINE.length()), Stores.signatures(value.substring(0, end)));
    }

    /** @param numbered by their number, from 1 */
    static List<Link> inOrder(Map<String, byte[]> numbered) {
        return numbered.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
                .map(entry -> link(text(entry.getValue())))
                .toList();
    }

    List<Link> linksOf(CaseId id) {
        return inOrder(store.ask(redis -> redis.hgetall(of("links", id))));
    }

    boolean ask(LinkRequest request, LocalDate day) {
        Long done = store.run(
                Script.ASK,
                ScriptOutputType.INTEGER,
                List.of(REQUESTS),
                Arguments.of(request.hash(), day + "\n" + request.text(), Mailboxes.MOST_REQUESTS));
        return done == 1;
    }

    void forgetRequests(LocalDate before) {
        store.run(Script.FORGET_REQUESTS, ScriptOutputType.STATUS, List.of(REQUESTS, SIGNATURES), Arguments.of(before));
    }

    Optional<LinkRequest> request(String prefix) {
        List<byte[]> found = store.run(Script.REQUEST, ScriptOutputType.MULTI, List.of(REQUESTS), Arguments.of(prefix));
        return found.size() == 2 ? Optional.of(request(text(found.getFirst()), found.getLast())) : Optional.empty();
    }

    private static LinkRequest request(String hash, byte[] stored) {
        return new LinkRequest(hash, text(Tagged.of(stored).content()));
    }

    List<Signed> signed() {
        List<List<byte[]>> found =
                store.run(Script.SIGNED, ScriptOutputType.MULTI, List.of(REQUESTS, SIGNATURES), new Arguments());
        Map<String, byte[]> requests = fields(found.get(0));
        Map<String, List<Link.Signature>> signatures = new TreeMap<>();
        new TreeMap<>(fields(found.get(1))).forEach((field, signature) -> {
            String[] parts = field.split(":", 3);
            signatures
                    .computeIfAbsent(parts[0] + ":" + parts[1], none -> new ArrayList<>())
                    .add(new Link.Signature(parts[2], text(signature)));
        });
        List<Signed> all = new ArrayList<>();
        signatures.forEach((field, ofBoth) -> {
            String[] parts = field.split(":", 2);
            byte[] request = requests.get(parts[0]);
            if (request != null) {
                all.add(new Signed(new CaseId(parts[1]), request(parts[0], request), ofBoth));
            }
        });
        return all;
    }

    Optional<Signed> sign(CaseId id, String requestHash, Link.Signature signature) {
        List<byte[]> found = store.run(
                Script.SIGN,
                ScriptOutputType.MULTI,
                List.of(of("case", id), REQUESTS, SIGNATURES),
                Arguments.of(requestHash, id.hex(), signature.by(), signature.signature()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Link.Signature> signatures = new ArrayList<>();
        new TreeMap<>(fields(found.subList(1, found.size())))
                .forEach((field, value) -> signatures.add(new Link.Signature(field.split(":", 3)[2], text(value))));
        return Optional.of(new Signed(id, request(requestHash, found.getFirst()), signatures));
    }

    boolean relink(CaseId id, Mailbox mailbox, Link link, String requestHash) {
        Long done = store.run(
                Script.RELINK,
                ScriptOutputType.INTEGER,
                List.of(
                        of("case", id),
                        of("links", id),
                        RedisMailboxes.MAILBOX + mailbox.name(),
                        REQUESTS,
                        SIGNATURES,
                        RedisTells.TELLS,
                        of(RedisTells.TELLS, id)),
                Arguments.of(
                        id.hex(), mailbox.name(), mailbox.recipient(), mailbox.author(), value(link), requestHash));
        return done == 1;
    }
}

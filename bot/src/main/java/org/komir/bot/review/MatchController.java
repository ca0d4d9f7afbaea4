package org.komir.bot.review;

import static org.komir.bot.review.CaseJson.base64;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.komir.bot.directory.Directory;
import org.komir.bot.directory.Person;
import org.komir.bot.directory.Role;
import org.komir.bot.intake.CaseId;
import org.komir.bot.review.Matching.Entry;
import org.komir.bot.review.Matching.Key;
import org.komir.bot.review.Refused.Why;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Compartment;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.Sha256;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Match records and their key ({@code docs/record-format.md}, step 39). The key goes to reviewers and the records to matchers, and nobody who has seen the key is given a
 * record. This side sees one size.
 */
@RestController
@RequestMapping("/api")
public final class MatchController extends ReviewApi {
    /** What either is padded to. */
    private static final int PADDED = Padding.MEDIUM;

    private final Cases cases;
    private final Matching matching;
    private final Logbook logbook;
    private final SealedSizes sizes;
    private final Supplier<Optional<Directory>> present;

    /** @param present the directory in force without whoever is revoked; empty when it has expired */
    public MatchController(
            Cases cases,
            Matching matching,
            Logbook logbook,
            SealedSizes sizes,
            Login login,
            Supplier<Optional<Directory>> present,
            Clock clock) {
        super(cases, login, clock);
        this.cases = cases;
        this.matching = matching;
        this.logbook = logbook;
        this.sizes = sizes;
        this.present = present;
    }

    private Directory present() {
        return present.get().orElseThrow(() -> new Refused(Why.DIRECTORY));
    }

    private List<Recipient> recipients(Role role) {
        return present().with(role).stream().map(Person::recipient).toList();
    }

    private static String hash(Recipient recipient) {
        return Sha256.hex(recipient.toString());
    }

    private static List<String> hashes(List<Recipient> recipients) {
        return recipients.stream().map(MatchController::hash).sorted().toList();
    }

    // ---- the key

    /** Who has the key, and for reviewers the key; without anything else where there is none. */
    @GetMapping("/match/key")
    ObjectNode key(HttpServletRequest request) {
        Person me = meAs(request, Role.REVIEWER, Role.COORDINATOR);
        ObjectNode answer = object();
        matching.matchKey().ifPresent(key -> {
            answer.put("generation", key.generation())
                    .put("sha256", key.sealed().sha256Hex())
                    .put("maker", key.maker());
            ArrayNode readers = answer.putArray("readers");
            key.readers().forEach(readers::add);
            if (me.is(Role.REVIEWER)) {
                answer.put("sealed", base64(key.sealed().bytes()));
            }
        });
        return answer;
    }

    /** A new key by a coordinator, in the next generation; or the same one sealed by a reviewer who has it to those who came since, in the same generation. */
    @PostMapping("/match/key")
    ResponseEntity<Void> putKey(HttpServletRequest request) {
        Person me = meAs(request, Role.REVIEWER, Role.COORDINATOR);
        Question asked = Question.of(request, Limit.KEY_BODY);
        Optional<Key> there = matching.matchKey();
        int before = there.map(Key::generation).orElse(0);
        long generation = asked.size("generation");
        List<Recipient> reviewers = recipients(Role.REVIEWER);
        List<String> readers = hashes(reviewers);
        if (!asked.texts("readers").equals(readers) || generation != before && generation != before + 1L) {
            throw new Refused(Why.CHANGED);
        }
        String maker =
                generation == before ? sameMaker(there.orElseThrow(() -> new Refused(Why.CHANGED)), me) : newMaker(me);
        byte[] bytes = asked.bytes("sealed");
        mustBeSealedTo(reviewers, Purpose.MATCH_KEY, bytes);
        Key key = new Key((int) generation, Sealed.stored(Purpose.MATCH_KEY, bytes), readers, maker);
        String replaces = asked.text("before");
        if (!there.map(one -> one.sealed().sha256Hex()).orElse("").equals(replaces)) {
            throw new Refused(Why.CHANGED);
        }
        logbook.append(asked, me, Act.MATCH, Optional.empty(), key.sealed().sha256Hex());
        if (!matching.putMatchKey(key, replaces)) {
            throw new Refused(Why.CHANGED);
        }
        return done();
    }

    /** A matcher who made the key would have it. */
    private static boolean mayMake(Person person) {
        return person.is(Role.COORDINATOR) && !person.is(Role.MATCHER);
    }

    private static String newMaker(Person me) {
        if (!mayMake(me)) {
            throw new Refused(Why.NOT_ALLOWED);
        }
        return hash(me.recipient());
    }

    /** Whoever was lost knows the key: then it is not sealed anew, but another one is due. */
    private String sameMaker(Key key, Person me) {
        if (!key.readers().contains(hash(me.recipient()))) {
            throw new Refused(Why.NOT_ALLOWED);
        }
        List<String> mayKnow = hashes(present().people().stream()
                .filter(person -> person.is(Role.REVIEWER) || mayMake(person))
                .map(Person::recipient)
                .toList());
        if (!mayKnow.containsAll(key.readers()) || !mayKnow.contains(key.maker())) {
            throw new Refused(Why.CHANGED);
        }
        return key.maker();
    }

    /** Of that size and to so many, as anybody can see. */
    private static <P extends Purpose.ForPeople> void mustBeSealedTo(List<Recipient> people, P purpose, byte[] file) {
        if (people.isEmpty()
                || KeyFileShape.recipients(file) != people.size()
                || file.length
                        != new Sealer().seal(purpose, new byte[PADDED], people).size()) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    // ---- the records

    /** What the record of a case was made of; without anything in it where none lies there. */
    @GetMapping("/cases/{case}/match")
    ObjectNode madeOf(HttpServletRequest request, @PathVariable("case") String hex) {
        ObjectNode answer = object();
        matching.madeOf(opened(hex, meAs(request, Role.REVIEWER))).ifPresent(madeOf -> answer.put("madeOf", madeOf));
        return answer;
    }

    /** Whoever has opened a case makes its record, sealed to all matchers. */
    @PostMapping("/cases/{case}/match")
    ResponseEntity<Void> putRecord(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = meAs(request, Role.REVIEWER);
        CaseId id = opened(hex, me);
        Question asked = Question.of(request, Limit.KEY_BODY);
        long generation = asked.size("generation");
        if (matching.matchKey().filter(key -> key.generation() == generation).isEmpty()) {
            throw new Refused(Why.CHANGED);
        }
        byte[] bytes = asked.bytes("sealed");
        mustBeSealedTo(recipients(Role.MATCHER), Purpose.MATCH_RECORD, bytes);
        Entry entry = entry(id, asked.text("madeOf"), bytes);
        logbook.append(asked, me, Act.MATCH, Optional.of(id), entry.sealed().sha256Hex());
        if (!matching.putMatchRecord((int) generation, entry)) {
            throw new Refused(Why.CHANGED);
        }
        return done();
    }

    private static Entry entry(CaseId id, String madeOf, byte[] sealed) {
        try {
            return new Entry(id, madeOf, Sealed.stored(Purpose.MATCH_RECORD, sealed));
        } catch (IllegalArgumentException notAHash) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    /** The records of the generation that there is, so many at a time, each time with the entry that says so. */
    @PostMapping("/match/records")
    ObjectNode records(HttpServletRequest request) {
        Person me = matcher(request);
        Question asked = Question.of(request);
        String after = asked.text("after");
        Optional<CaseId> from = after.isEmpty() ? Optional.empty() : Optional.of(caseId(after));
        logbook.append(asked, me, Act.MATCH, Optional.empty(), "");
        ObjectNode answer = object().put(
                        "generation", matching.matchKey().map(Key::generation).orElse(0))
                .put("all", matching.matchRecords());
        ArrayNode list = answer.putArray("records");
        matching.matchRecords(from, Limit.MATCH_RECORDS.most())
                .forEach(entry -> list.addObject()
                        .put("case", entry.id().hex())
                        .put("sealed", base64(entry.sealed().bytes())));
        return answer;
    }

    /** Who has seen the key, in another role or before, is given no record that was made with it. */
    private Person matcher(HttpServletRequest request) {
        Person me = meAs(request, Role.MATCHER);
        if (matching.matchKey().filter(key -> key.knows(hash(me.recipient()))).isPresent()) {
            throw new Refused(Why.NOT_ALLOWED);
        }
        return me;
    }

    // ---- what a matcher thinks

    /** To which key a suggestion about a case is sealed; the record has the hash of it. */
    @GetMapping("/match/cases/{case}")
    ObjectNode to(HttpServletRequest request, @PathVariable("case") String hex) {
        matcher(request);
        CaseId id = matched(hex);
        return object().put(
                        "to",
                        cases.read(id)
                                .map(whole -> whole.recipients().get(Compartment.CASE))
                                .orElseThrow(() -> new Refused(Why.UNKNOWN_CASE))
                                .toString());
    }

    private CaseId matched(String hex) {
        CaseId id = first(hex);
        if (matching.madeOf(id).isEmpty()) {
            throw new Refused(Why.UNKNOWN_CASE);
        }
        return id;
    }

    /** A piece of work for whoever opens the case next. */
    @PostMapping("/match/cases/{case}")
    ResponseEntity<Void> suggest(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = matcher(request);
        CaseId id = matched(hex);
        Question asked = Question.of(request, Limit.WORK_BODY);
        Piece piece = piece(asked);
        logbook.append(asked, me, Act.WORK, Optional.of(id), piece.sealed().sha256Hex());
        switch (matching.suggest(id, piece)) {
            case DONE -> {}
            case NO_RECORD -> throw new Refused(Why.UNKNOWN_CASE);
            case TAKEN -> throw new Refused(Why.BAD_REQUEST);
            case FULL -> throw new Refused(Why.CASE_FULL);
        }
        return done();
    }

    private Piece piece(Question asked) {
        try {
            return new Piece(asked.text("name"), sizes.checked(Purpose.WORK, asked.bytes("sealed")));
        } catch (IllegalArgumentException notAName) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    /** What this matcher has said of which pairs; without anything in it where nothing was said. */
    @GetMapping("/match/said")
    ObjectNode said(HttpServletRequest request) {
        ObjectNode answer = object();
        matching.saidOfPairs(meAs(request, Role.MATCHER).id())
                .ifPresent(said -> answer.put("sealed", base64(said.bytes())));
        return answer;
    }

    @PutMapping("/match/said")
    ResponseEntity<Void> say(HttpServletRequest request) {
        Person me = meAs(request, Role.MATCHER);
        Question asked = Question.of(request, Limit.WORK_BODY);
        matching.sayOfPairs(me.id(), sizes.checked(Purpose.KEPT, asked.bytes("sealed")));
        return done();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

package org.komir.bot.review;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.komir.bot.directory.Person;
import org.komir.bot.files.FileName;
import org.komir.bot.files.Uploads;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.review.Refused.Why;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What volunteers send to families: letters, their files in pieces, and the word that there is something to read. This side sees sizes only. */
@RestController
@RequestMapping("/api")
public final class LettersController extends ReviewApi {
    private final Letters letters;
    private final Logbook logbook;
    private final Uploads uploads;
    private final long largestFile;

    /** @param largestFile of a letter, sealed, in bytes */
    public LettersController(
            Cases cases,
            Letters letters,
            Logbook logbook,
            Uploads uploads,
            long largestFile,
            Login login,
            Clock clock) {
        super(cases, login, clock);
        this.letters = letters;
        this.logbook = logbook;
        this.uploads = uploads;
        this.largestFile = largestFile;
    }

    @GetMapping("/cases/{case}/letter-files/{name}")
    ObjectNode received(HttpServletRequest request, @PathVariable("case") String hex, @PathVariable("name") String name)
            throws IOException {
        held(hex, reader(request));
        return received(uploads.received(fileName(name)));
    }

    @PutMapping("/cases/{case}/letter-files/{name}")
    ResponseEntity<ObjectNode> piece(
            HttpServletRequest request,
            @PathVariable("case") String hex,
            @PathVariable("name") String name,
            @RequestParam("from") long from)
            throws IOException {
        held(hex, reader(request));
        FileName file = fileName(name);
        byte[] piece = Question.bytesOf(request, Limit.PIECE);
        if (from < 0 || from > largestFile - piece.length) {
            throw new Refused(Why.BAD_REQUEST);
        }
        long after = uploads.append(file, from, piece);
        return ResponseEntity.status(after == from + piece.length ? 200 : 409).body(received(after));
    }

    @PostMapping("/cases/{case}/letter-files/{name}/whole")
    ResponseEntity<Void> whole(
            HttpServletRequest request, @PathVariable("case") String hex, @PathVariable("name") String name)
            throws IOException {
        held(hex, reader(request));
        Question asked = Question.of(request);
        if (!uploads.whole(fileName(name), asked.size("size"), asked.text("sha256"))) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return done();
    }

    /** Sealed to the receipt and signed inside; only with all its files, so that no family reads of one that is not there. */
    @PostMapping("/cases/{case}/letters")
    ResponseEntity<Void> write(HttpServletRequest request, @PathVariable("case") String hex) {
        Person me = reader(request);
        CaseId id = held(hex, me);
        Question asked = Question.of(request);
        Letter letter = letter(asked);
        if (letter.files().size() > Limit.FILES_OF_A_LETTER.most()
                || new HashSet<>(letter.files()).size() < letter.files().size()
                || !letter.files().stream().allMatch(uploads::isWhole)) {
            throw new Refused(Why.BAD_REQUEST);
        }
        logbook.append(asked, me, Act.LETTER, Optional.of(id), letter.content().sha256Hex());
        if (!letters.send(id, letter)) {
            throw new Refused(Why.NOT_FOUND);
        }
        return done();
    }

    private static Letter letter(Question asked) {
        try {
            return new Letter(
                    asked.text("id"),
                    Sealed.stored(Purpose.REPLY, asked.bytes("sealed")),
                    asked.texts("files").stream().map(FileName::new).toList());
        } catch (IllegalArgumentException notALetter) {
            throw new Refused(Why.BAD_REQUEST);
        }
    }

    /** All or none are read before the first is left. */
    @PostMapping("/notices")
    ResponseEntity<Void> tell(HttpServletRequest request) {
        reader(request);
        List<Notice> notices = new ArrayList<>();
        for (Question asked : Question.of(request, Limit.NOTICES_BODY).list("notices")) {
            try {
                notices.add(new Notice(asked.text("id"), Sealed.stored(Purpose.NOTICE, asked.bytes("sealed"))));
            } catch (IllegalArgumentException notANotice) {
                throw new Refused(Why.BAD_REQUEST);
            }
        }
        if (notices.isEmpty() || notices.size() > Limit.NOTICES.most()) {
            throw new Refused(Why.BAD_REQUEST);
        }
        notices.forEach(letters::send);
        return done();
    }

    private static ObjectNode received(long bytes) {
        return JsonNodeFactory.instance.objectNode().put("received", bytes);
    }

    private static FileName fileName(String name) {
        if (!FileName.isName(name)) {
            throw new Refused(Why.BAD_REQUEST);
        }
        return new FileName(name);
    }
}

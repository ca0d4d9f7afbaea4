package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.form.NotTaken.Why;
import org.komir.bot.intake.LinkRequest;
import org.komir.bot.intake.LinkRequestText;
import org.komir.bot.intake.Mailboxes;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.Mailboxes.Mail;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.StoreUnavailable;
import org.komir.crypto.Identity;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;
import org.komir.crypto.Sha256;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a family comes back with its receipt. Every answer is of one size and sealed: to the receipt's recipient where there is such a mailbox, and to
 * nobody where there is not, and leaves at a whole tenth of a second. So whoever guesses, or watches the line, learns from an answer not even whether there was one to find.
 */
@RestController
@RequestMapping("/form/api")
public final class WayBackController {
    static final String FORMAT = "komir-mail/1";

    private static final String TICKET = "Komir-Ticket";

    /** Of the plaintext of an answer, in bytes: two long letters and room, or six short ones. */
    static final int SIZE = 32 * 1024;

    private static final int LONGEST_QUESTION = 4 * 1024;
    private static final int LONGEST_PIECE = 1024 * 1024;
    private static final int MOST_PAGES = 1000;
    private static final Duration STEP = Duration.ofMillis(100);

    private final EvenPace pace = new EvenPace(STEP);
    private final Work work;
    private final Mailboxes mailboxes;
    private final SealedFiles files;
    private final Statements statements;
    private final Sealer sealer;
    private final Recipient nobody;
    private final VerifyingKey nobodysKey;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public WayBackController(
            Work work,
            Mailboxes mailboxes,
            SealedFiles files,
            Statements statements,
            Sealer sealer,
            Clock clock,
            SecureRandom random) {
        this.work = work;
        this.mailboxes = mailboxes;
        this.files = files;
        this.statements = statements;
        this.sealer = sealer;
        this.nobody = Identity.generate(random).recipient();
        this.nobodysKey = SigningKey.generate(random).verifyingKey();
        this.clock = clock;
    }

    /** Asked with the mailbox id, of which the store has only the hash. */
    @PostMapping("/mailbox")
    ResponseEntity<byte[]> mailbox(
            HttpServletRequest request, @RequestHeader(name = TICKET, required = false) @Nullable String ticket) {
        visit(ticket);
        long begun = pace.begin();
        JsonNode asked = question(request);
        int page = asked.path("page").asInt(0);
        Optional<Mail> mail = mailboxes.mail(name(asked), today());
        byte[] plain = padded(mail, Math.clamp(page, 0, MOST_PAGES));
        Recipient to = mail.map(Mail::recipient).orElse(nobody);
        byte[] sealed = sealer.seal(Purpose.REPLY, plain, List.of(to)).bytes();
        pace.await(begun);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(sealed);
    }

    /**
     * A piece of a letter's sealed file. What is found takes no visit off the ticket, so that a line that breaks a hundred times costs a family nothing; what is not
     * found does, so that this is no cheaper way to guess than asking for the mailbox.
     */
    @PostMapping("/mailbox/files")
    ResponseEntity<byte[]> file(
            HttpServletRequest request, @RequestHeader(name = TICKET, required = false) @Nullable String ticket)
            throws IOException {
        String good = visit(ticket);
        JsonNode asked = question(request);
        JsonNode from = asked.path("from");
        if (!from.isIntegralNumber() || !from.canConvertToLong() || from.asLong() < 0) {
            throw new NotTaken(Why.MALFORMED);
        }
        String wanted = asked.path("file").asString("");
        FileName file = mailboxes.mail(name(asked), today()).stream()
                .flatMap(mail -> mail.letters().stream())
                .flatMap(letter -> letter.files().stream())
                .filter(one -> one.hex().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new NotTaken(Why.NOT_FOUND));
        byte[] piece = piece(file, from.asLong());
        work.giveBack(good);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(piece);
    }

    /** Empty at the end of the file and after it. */
    private byte[] piece(FileName file, long from) throws IOException {
        try (InputStream content = files.read(file)) {
            if (from >= files.size(file)) {
                return new byte[0];
            }
            content.skipNBytes(from);
            return content.readNBytes(LONGEST_PIECE);
        } catch (NoSuchFileException lost) {
            throw new NotTaken(Why.NOT_FOUND);
        }
    }

    /**
     * A number that was made anew, for two people to sign. Answered the same whether it was kept: whoever fills the place for requests learns nothing from it. A ticket is good
     * for one, so that filling it is dear.
     */
    @PostMapping("/links")
    ResponseEntity<Void> link(
            HttpServletRequest request, @RequestHeader(name = TICKET, required = false) @Nullable String ticket) {
        if (ticket == null || !work.isGood(ticket)) {
            throw new NotTaken(Why.TICKET);
        }
        Optional<LinkRequest> link =
                LinkRequestText.read(question(request).path("request").asString(""));
        if (link.isPresent()) {
            if (!work.isFor(ticket, link.get().hash())) {
                throw new NotTaken(Why.TICKET);
            }
            mailboxes.ask(link.get(), today());
        }
        return ResponseEntity.noContent().build();
    }

    /** Answered the same whatever it did: the mailbox tells afterwards. */
    @PostMapping("/withdrawals")
    ResponseEntity<Void> withdraw(
            HttpServletRequest request, @RequestHeader(name = TICKET, required = false) @Nullable String ticket) {
        visit(ticket);
        long begun = pace.begin();
        JsonNode asked = question(request);
        String name = name(asked);
        VerifyingKey author = mailboxes.mail(name, today()).map(Mail::author).orElse(nobodysKey);
        if (author.verifies(SigningDomain.WITHDRAWAL, name.getBytes(US_ASCII), bytes(asked, "signature"))) {
            mailboxes.withdraw(name, today());
        }
        pace.await(begun);
        return ResponseEntity.noContent().build();
    }

    private byte[] padded(Optional<Mail> mail, int page) {
        List<List<Letter>> pages = pages(mail.map(Mail::letters).orElse(List.of()));
        ObjectNode answer = json.createObjectNode().put("format", FORMAT);
        answer.put(
                "stage",
                mail.map(found -> found.stage().name().toLowerCase(Locale.ROOT)).orElse("none"));
        answer.put("day", mail.map(found -> found.day().toString()).orElse(""));
        answer.put("pages", pages.size());
        ArrayNode letters = answer.putArray("letters");
        for (Letter letter : page < pages.size() ? pages.get(page) : List.<Letter>of()) {
            ArrayNode names = letters.addObject()
                    .put("id", letter.id())
                    .put("sealed", base64(letter))
                    .putArray("files");
            letter.files().forEach(file -> names.add(file.hex()));
        }
        // signed for everybody and shown to few: the time of an answer tells no more than its size
        SignedText statement = statements.of(mail.flatMap(Mail::withdrawn).orElse(today()));
        if (mail.flatMap(Mail::withdrawn).isPresent()) {
            answer.putObject("statement").put("statement", statement.text()).put("signature", statement.base64());
        }
        byte[] plain = json.writeValueAsBytes(answer);
        byte[] padded = Arrays.copyOf(plain, SIZE);
        Arrays.fill(padded, plain.length, SIZE, (byte) ' ');
        return padded;
    }

    /** In the order of their random names; as many on each page as have room. */
    private static List<List<Letter>> pages(List<Letter> letters) {
        int room = SIZE - 1024;
        List<List<Letter>> pages = new ArrayList<>();
        int left = 0;
        for (Letter letter :
                letters.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList()) {
            int size = base64(letter).length() + 96 + 35 * letter.files().size();
            if (size > left) {
                pages.add(new ArrayList<>());
                left = room;
            }
            pages.getLast().add(letter);
            left -= size;
        }
        return pages;
    }

    private static String base64(Letter letter) {
        return Base64.getEncoder().encodeToString(letter.content().bytes());
    }

    private String visit(@Nullable String ticket) {
        if (ticket == null || !work.visit(ticket)) {
            throw new NotTaken(Why.TICKET);
        }
        return ticket;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String name(JsonNode asked) {
        byte[] id = bytes(asked, "mailbox");
        if (id.length != 32) {
            throw new NotTaken(Why.MALFORMED);
        }
        return Sha256.hex(id);
    }

    private JsonNode question(HttpServletRequest request) {
        try {
            byte[] body = request.getInputStream().readNBytes(LONGEST_QUESTION + 1);
            if (body.length > LONGEST_QUESTION) {
                throw new NotTaken(Why.MALFORMED);
            }
            return json.readTree(body);
        } catch (IOException | JacksonException unreadable) {
            throw new NotTaken(Why.MALFORMED);
        }
    }

    private static byte[] bytes(JsonNode asked, String field) {
        try {
            return Base64.getDecoder().decode(asked.path(field).asString(""));
        } catch (IllegalArgumentException notBase64) {
            throw new NotTaken(Why.MALFORMED);
        }
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> notTaken(NotTaken refused) {
        return answer(refused.why());
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> storeUnavailable(StoreUnavailable unavailable) {
        return answer(Why.STORE);
    }

    private ResponseEntity<ObjectNode> answer(Why why) {
        return ResponseEntity.status(why.status()).body(json.createObjectNode().put("error", why.word()));
    }
}

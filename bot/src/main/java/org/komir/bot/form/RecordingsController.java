package org.komir.bot.form;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.Directory;
import org.komir.bot.form.NotTaken.Why;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.questionnaires.Recordings.Recording;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives the form what somebody has read aloud, in pieces of one size. It is asked for by its hash in the body of a question, not by an
 * address: an address stands in the logs of whatever lies between, beside the time and who asked, and would tell how a family answers.
 */
@RestController
@RequestMapping("/form/api")
public final class RecordingsController {
    /** Of every answer, in bytes; behind the end of a recording stand zeros. */
    static final int PIECE = 64 * 1024;

    private static final int LONGEST_QUESTION = 4 * 1024;

    private final CurrentDirectory directory;
    private final Recordings recordings;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param recordings given out only while the directory in force vouches for the whole list */
    public RecordingsController(CurrentDirectory directory, Recordings recordings) {
        this.directory = directory;
        this.recordings = recordings;
    }

    @PostMapping("/recordings")
    ResponseEntity<byte[]> piece(HttpServletRequest request) throws IOException {
        JsonNode asked = question(request);
        int number = asked.path("piece").asInt(-1);
        Recording recording = vouchedFor(asked.path("sha256").asString(""))
                .filter(found -> number >= 0 && (long) number * PIECE < found.size())
                .orElseThrow(() -> new NotTaken(Why.NOT_FOUND));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(piece(recording, number));
    }

    private Optional<Recording> vouchedFor(String sha256) {
        Optional<String> signed = directory.directory().flatMap(Directory::recordings);
        return signed.equals(recordings.listSha256()) ? recordings.of(sha256) : Optional.empty();
    }

    /** A file that was changed since the start is given as it is now: the page plays nothing whose hash is another. */
    private byte[] piece(Recording recording, int number) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (FileChannel file = FileChannel.open(recordings.file(recording))) {
            long at = (long) number * PIECE;
            while (piece.hasRemaining()) {
                int read = file.read(piece, at + piece.position());
                if (read < 0) {
                    break;
                }
            }
        }
        return piece.array();
    }

    @ExceptionHandler
    ResponseEntity<ObjectNode> notTaken(NotTaken refused) {
        return ResponseEntity.status(refused.why().status())
                .body(json.createObjectNode().put("error", refused.why().word()));
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
}

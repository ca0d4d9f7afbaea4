package org.komir.bot.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.BOLAT;
import static org.komir.bot.review.ReviewServer.LARGEST_FILE;
import static org.komir.bot.review.ReviewServer.RANDOM;
import static org.komir.bot.review.ReviewServer.SERIK;
import static org.komir.bot.review.ReviewServer.assertError;
import static org.komir.bot.review.ReviewServer.base64;
import static org.komir.bot.review.ReviewServer.json;
import static org.komir.bot.review.ReviewServer.object;
import static org.komir.bot.review.ReviewServer.random;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Mailboxes.Letter;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.TellHere.Notice;
import org.komir.bot.intake.TellHere.Witness;
import org.komir.bot.testing.MadeUpPerson;
import org.komir.bot.testing.MadeUpReceipt;
import org.komir.crypto.Identity;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What volunteers send to families, over a socket. */
class LettersHttpTest {
    private static ReviewServer server;

    private final MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
    private CaseId id = CaseId.random(RANDOM);
    private String path = "";

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new ReviewServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aCaseIsClaimed() throws Exception {
        id = server.handIn(receipt);
        path = "/api/cases/" + id.hex();
        assertThat(server.post(AIGUL, path + "/claim").statusCode()).isEqualTo(204);
    }

    private static String id() {
        return HexFormat.of().formatHex(random(16));
    }

    private static ObjectNode letter(String id, byte[] sealed, String... files) {
        ObjectNode letter = object().put("id", id).put("sealed", base64(sealed));
        ArrayNode names = letter.putArray("files");
        Arrays.asList(files).forEach(names::add);
        return letter;
    }

    private HttpResponse<String> written(ObjectNode letter) throws Exception {
        String sealed = letter.path("sealed").asString("");
        String sha256 = sealed.matches("[0-9A-Za-z+/=]+")
                ? MadeUpReceipt.sha256(Base64.getDecoder().decode(sealed))
                : "";
        return server.post(AIGUL, path + "/letters", server.logged(AIGUL, Act.LETTER, id, sha256, letter));
    }

    private List<Letter> written() {
        return server.store.mail(receipt.name(), server.today()).orElseThrow().letters();
    }

    private HttpResponse<String> ended(FileName file, byte[] content) throws Exception {
        return server.post(
                AIGUL,
                path + "/letter-files/" + file.hex() + "/whole",
                object().put("size", content.length).put("sha256", MadeUpReceipt.sha256(content)));
    }

    @Test
    void a_letter_goes_with_its_files_and_only_when_they_are_whole() throws Exception {
        FileName file = FileName.random(RANDOM);
        byte[] content = random(1_300_000);
        byte[] first = Arrays.copyOf(content, 1_000_000);
        byte[] rest = Arrays.copyOfRange(content, 1_000_000, content.length);
        String at = path + "/letter-files/" + file.hex();
        ObjectNode letter = letter(id(), random(3_700), file.hex());

        assertThat(json(server.get(AIGUL, at)).path("received").asLong(-1)).isZero();
        assertThat(json(server.put(AIGUL, at + "?from=0", first))
                        .path("received")
                        .asLong())
                .isEqualTo(1_000_000);
        assertError(written(letter), 400, "bad_request");
        HttpResponse<String> wrong = server.put(AIGUL, at + "?from=7", rest);
        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(wrong.body()).isEqualTo("{\"received\":1000000}");
        assertThat(json(server.get(AIGUL, at)).path("received").asLong()).isEqualTo(1_000_000);
        assertThat(server.put(AIGUL, at + "?from=1000000", rest).statusCode()).isEqualTo(200);
        assertError(written(letter), 400, "bad_request");
        assertThat(written()).isEmpty();

        assertThat(ended(file, content).statusCode()).isEqualTo(204);
        assertThat(written(letter).statusCode()).isEqualTo(204);
        assertThat(written(letter).statusCode()).as("the same once more").isEqualTo(204);
        assertThat(written())
                .singleElement()
                .satisfies(there -> assertThat(there.files()).containsExactly(file));
        assertThat(server.files.size(file)).isEqualTo(content.length);
        assertThat(server.store.files()).contains(file);
    }

    @Test
    void a_file_that_is_not_as_it_was_said_is_not_kept() throws Exception {
        FileName file = FileName.random(RANDOM);
        assertThat(server.put(AIGUL, path + "/letter-files/" + file.hex() + "?from=0", random(100))
                        .statusCode())
                .isEqualTo(200);
        assertError(ended(file, random(100)), 400, "bad_request");
        assertThat(json(server.get(AIGUL, path + "/letter-files/" + file.hex()))
                        .path("received")
                        .asLong(-1))
                .isZero();
    }

    @Test
    void a_piece_or_a_file_can_be_too_large_and_a_name_can_be_none() throws Exception {
        String at = path + "/letter-files/" + FileName.random(RANDOM).hex() + "?from=";
        assertError(server.put(AIGUL, at + 0, new byte[1024 * 1024 + 1]), 400, "bad_request");
        assertError(server.put(AIGUL, at + (LARGEST_FILE - 1), new byte[2]), 400, "bad_request");
        assertError(server.put(AIGUL, at + -1, new byte[2]), 400, "bad_request");
        assertError(server.put(AIGUL, path + "/letter-files/komir.db?from=0", new byte[2]), 400, "bad_request");
        assertError(server.get(AIGUL, path + "/letter-files/komir.db"), 400, "bad_request");
    }

    @Test
    void a_file_of_the_testimony_is_not_overwritten() throws Exception {
        FileName evidence = FileName.random(RANDOM);
        server.files.write(evidence, out -> out.write("evidence".getBytes(UTF_8)));
        assertThat(server.put(AIGUL, path + "/letter-files/" + evidence.hex() + "?from=0", random(3))
                        .statusCode())
                .isEqualTo(409);
        assertError(ended(evidence, random(3)), 400, "bad_request");
        try (var content = server.files.read(evidence)) {
            assertThat(content).hasContent("evidence");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST /whole", "POST letters"})
    void only_the_holder_of_the_claim_writes(String what) throws Exception {
        String file = path + "/letter-files/" + FileName.random(RANDOM).hex();
        for (MadeUpPerson who : List.of(SERIK, BOLAT)) {
            HttpResponse<String> answer = switch (what) {
                case "GET" -> server.get(who, file);
                case "PUT" -> server.put(who, file + "?from=0", random(3));
                case "POST /whole" -> server.post(who, file + "/whole", object());
                default -> server.post(who, path + "/letters", letter(id(), random(10)));
            };
            if (who == SERIK) {
                assertError(answer, 409, "claimed_by_another");
            } else {
                assertError(answer, 403, "not_allowed");
            }
        }
    }

    @Test
    void what_is_no_letter_is_refused() throws Exception {
        String[] eleven = IntStream.range(0, 11)
                .mapToObj(i -> FileName.random(RANDOM).hex())
                .toArray(String[]::new);
        for (ObjectNode bad : List.of(
                object(),
                letter("x", random(10)),
                letter(id(), random(10)).put("sealed", "no base64!"),
                letter(id(), random(10)).put("files", "none"),
                letter(id(), random(10), "komir.db"),
                letter(id(), random(10), eleven))) {
            assertError(written(bad), 400, "bad_request");
        }
        FileName twice = FileName.random(RANDOM);
        server.files.write(twice, out -> out.write(random(10)));
        assertError(written(letter(id(), random(10), twice.hex(), twice.hex())), 400, "bad_request");
        assertThat(written()).isEmpty();
    }

    private static ObjectNode notices(int count) {
        ObjectNode notices = object();
        ArrayNode list = notices.putArray("notices");
        for (int i = 0; i < count; i++) {
            list.addObject().put("id", id()).put("sealed", base64(random(4_000)));
        }
        return notices;
    }

    @Test
    void up_to_ten_notices_wait_for_the_witness_all_or_none() throws Exception {
        server.store.listens(new Witness(Identity.generate(RANDOM).recipient(), new SignedText("{}", random(64))));
        assertThat(server.post(AIGUL, "/api/notices", notices(10)).statusCode()).isEqualTo(204);
        assertThat(server.store.notices()).hasSize(10);

        Notice one = new Notice(id(), Sealed.stored(Purpose.NOTICE, random(50)));
        ObjectNode good = object();
        good.putArray("notices")
                .addObject()
                .put("id", one.id())
                .put("sealed", base64(one.sealed().bytes()));
        assertThat(server.post(AIGUL, "/api/notices", good).statusCode()).isEqualTo(204);
        assertThat(server.store.notices()).hasSize(11).contains(one);

        ObjectNode halfBad = notices(1);
        ((ArrayNode) halfBad.path("notices")).addObject().put("id", "x").put("sealed", "");
        for (ObjectNode bad : List.of(notices(11), notices(0), object(), halfBad, object().put("notices", 1))) {
            assertError(server.post(AIGUL, "/api/notices", bad), 400, "bad_request");
        }
        assertThat(server.store.notices()).hasSize(11);
        assertError(server.stranger("POST", "/api/notices"), 401, "login_needed");
        assertError(server.post(BOLAT, "/api/notices", notices(1)), 403, "not_allowed");
    }
}

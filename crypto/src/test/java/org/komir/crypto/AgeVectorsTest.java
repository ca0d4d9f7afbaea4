package org.komir.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The public age vectors, one test a file. {@code vectors/README.md} says which of them are read in which way, and why. */
class AgeVectorsTest {

    /** What CCTV calls a failure, as our three. */
    private static final Map<String, Class<? extends CannotOpen>> FAILURES = Map.of(
            "no match", CannotOpen.NotForThisKey.class,
            "header failure", CannotOpen.UnknownFormat.class,
            "HMAC failure", CannotOpen.Damaged.class,
            "payload failure", CannotOpen.Damaged.class);

    /** Sealed to our type, but faulty in an X25519 stanza, which the program passes over. */
    private static final String FAULT_OF_ANOTHER_TYPE = "hybrid_x25519_arg";

    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The hash that the vectors give where one chunk was given out. */
    private static final String ONE_CHUNK = "a68cb6fa0b2e2a8d1abd54fcb26ff31fe16166ed38688bffa681e617813b781a";

    /**
     * Where the vectors let one chunk more out than we do, and what is given out here: the end of the file contradicts what that chunk was
     * sealed as.
     */
    private static final Map<String, String> ONE_CHUNK_LESS = Map.of(
            // sealed as not the last, and nothing follows
            "stream_no_final_full", NOTHING,
            "stream_no_final_two_chunks_full", ONE_CHUNK,
            // sealed as the last, and more follows
            "stream_trailing_garbage_long", NOTHING,
            "stream_trailing_garbage_short", NOTHING,
            "stream_two_final_chunks", NOTHING,
            "stream_two_final_chunks_full", NOTHING,
            "stream_two_final_chunks_second", ONE_CHUNK);

    @Test
    void every_file_belongs_to_a_group_that_is_listed() throws IOException {
        Map<String, Long> groups = AgeVector.all().stream()
                .collect(Collectors.groupingBy(AgeVector::group, TreeMap::new, Collectors.counting()));

        assertThat(groups)
                .isEqualTo(Map.ofEntries(
                        Map.entry("hybrid", 18L),
                        Map.entry("scrypt", 25L),
                        Map.entry("empty", 1L),
                        Map.entry("header", 1L),
                        Map.entry("hmac", 8L),
                        Map.entry("stanza", 14L),
                        Map.entry("stream", 28L),
                        Map.entry("version", 1L),
                        Map.entry("armor", 33L),
                        Map.entry("x25519", 14L)));
        assertThat(groups.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(143);
    }

    @Test
    void one_hundred_and_nine_files_come_out_as_they_say_and_thirty_four_are_out_of_scope() throws IOException {
        Map<Boolean, Long> outOfScope = AgeVector.all().stream()
                .collect(Collectors.partitioningBy(AgeVectorsTest::isOutOfScope, Collectors.counting()));

        assertThat(outOfScope).isEqualTo(Map.of(false, 109L, true, 34L));
        assertThat(AgeVector.all().stream().map(AgeVector::name)).containsAll(ONE_CHUNK_LESS.keySet());
    }

    @TestFactory
    Stream<DynamicTest> a_file_of_our_recipient_type_comes_out_as_it_says() throws IOException {
        return tests(List.of("hybrid"), vector -> {
            if (isOutOfScope(vector)) {
                assertThat(failureOf(vector)).isInstanceOf(CannotOpen.NotForThisKey.class);
                return;
            }
            comesOutAsItSays(vector, Hybrid.reader(vector.hybridIdentities()));
            if (!vector.expect().equals("success")) {
                assertThat(failureOf(vector)).isInstanceOf(failureExpected(vector));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_file_with_a_passphrase_comes_out_as_it_says() throws IOException {
        return tests(List.of("scrypt"), vector -> {
            for (String passphrase : vector.values("passphrase")) {
                comesOutAsItSays(vector, Passphrase.reader(passphrase.toCharArray()));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> a_header_or_a_stream_comes_out_as_it_says() throws IOException {
        return tests(
                List.of("empty", "header", "hmac", "stanza", "stream", "version", "x25519"),
                vector -> comesOutAsItSays(vector, X25519Reader.of(vector.values("identity"))));
    }

    @TestFactory
    Stream<DynamicTest> armor_is_not_read() throws IOException {
        return tests(List.of("armor"), vector -> {
            assertThat(failureOf(vector)).isInstanceOf(CannotOpen.UnknownFormat.class);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_file_that_a_quantum_computer_opens_is_not_opened() throws IOException {
        return tests(List.of("x25519"), vector -> {
            boolean malformed = vector.name().equals("x25519_not_canonical_body");
            assertThat(failureOf(vector))
                    .isInstanceOf(malformed ? CannotOpen.UnknownFormat.class : CannotOpen.NotForThisKey.class);
        });
    }

    private interface Check {
        void of(AgeVector vector) throws Exception;
    }

    private static Stream<DynamicTest> tests(List<String> groups, Check check) throws IOException {
        return AgeVector.all().stream()
                .filter(vector -> groups.contains(vector.group()))
                .map(vector -> dynamicTest(vector.name(), () -> check.of(vector)));
    }

    /** Opens as the program does. */
    private static CannotOpen failureOf(AgeVector vector) {
        List<Identity> identities = new ArrayList<>(vector.hybridIdentities());
        identities.add(Identity.fromSeed(new byte[32]));
        try {
            new Opener(identities).open(vector.file());
            return fail("it opened");
        } catch (CannotOpen failure) {
            return failure;
        }
    }

    private static void comesOutAsItSays(AgeVector vector, RecipientStanzaReader reader) throws Exception {
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        String outcome = outcome(vector, reader, opened);
        assertThat(outcome).isEqualTo(expected(vector));
        String given = sha256(opened.toByteArray());
        String payload = vector.values("payload").stream().findFirst().orElse(NOTHING);
        if (ONE_CHUNK_LESS.containsKey(vector.name())) {
            assertThat(given).isNotEqualTo(payload).isEqualTo(ONE_CHUNK_LESS.get(vector.name()));
        } else {
            assertThat(given).isEqualTo(payload);
        }
    }

    private static boolean isOutOfScope(AgeVector vector) {
        return vector.group().equals("armor") || vector.name().equals(FAULT_OF_ANOTHER_TYPE);
    }

    private static String outcome(AgeVector vector, RecipientStanzaReader reader, ByteArrayOutputStream opened)
            throws IOException {
        InputStream in;
        try {
            in = AgeStreams.opening(new ByteArrayInputStream(vector.file()), reader);
        } catch (CannotOpen failure) {
            return failure.getClass().getSimpleName();
        }
        try {
            in.transferTo(opened);
            return "success";
        } catch (IOException failure) {
            assertThat(failure).hasCauseInstanceOf(CannotOpen.Damaged.class);
            return "Damaged";
        }
    }

    private static String expected(AgeVector vector) {
        return vector.expect().equals("success")
                ? "success"
                : failureExpected(vector).getSimpleName();
    }

    private static Class<? extends CannotOpen> failureExpected(AgeVector vector) {
        return Objects.requireNonNull(FAILURES.get(vector.expect()), vector.expect());
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

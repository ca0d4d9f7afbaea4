package org.komir.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {
    private static final int CHUNK = 64 * 1024;

    private final SecureRandom random = new SecureRandom();
    private final Sealer sealer = new Sealer();
    private final Identity mine = Identity.generate(random);
    private final Identity another = Identity.generate(random);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7, 200_000})
    void what_was_sealed_opens_to_the_same_bytes_as_bytes_and_as_a_stream(int size) throws Exception {
        byte[] plaintext = bytes(size);

        Sealed<Purpose.Testimony> sealed = seal(plaintext, mine);
        assertThat(open(sealed.bytes(), mine)).isEqualTo(plaintext);

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = sealer.sealing(file, List.of(mine.recipient()))) {
            for (byte[] rest = plaintext;
                    rest.length > 0;
                    rest = Arrays.copyOfRange(rest, Math.min(rest.length, 1009), rest.length)) {
                out.write(rest, 0, Math.min(rest.length, 1009));
            }
        }
        assertThat(file.size()).isEqualTo(sealed.size());
        try (InputStream in = opener(mine).opening(new ByteArrayInputStream(file.toByteArray()))) {
            ByteArrayOutputStream opened = new ByteArrayOutputStream();
            byte[] some = new byte[777];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                opened.write(some, 0, count);
            }
            assertThat(opened.toByteArray()).isEqualTo(plaintext);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, Sealer.MOST_RECIPIENTS})
    void each_of_its_recipients_opens_it_and_nobody_else(int count) throws Exception {
        List<Identity> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(Identity.generate(random));
        }
        Sealed<Purpose.Testimony> sealed = seal(bytes(CHUNK + 1), people.toArray(new Identity[0]));

        for (Identity person : people) {
            assertThat(open(sealed.bytes(), person)).hasSize(CHUNK + 1);
        }
        assertThat(failure(sealed.bytes(), another)).isInstanceOf(CannotOpen.NotForThisKey.class);
    }

    @Test
    void no_recipient_and_more_than_forty_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(Purpose.REPLY, bytes(1), List.of()));
        List<Recipient> many = Collections.nCopies(41, mine.recipient());
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(Purpose.REPLY, bytes(1), many));
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.sealing(OutputStream.nullOutputStream(), many));
    }

    @Test
    void an_opener_tries_all_its_identities() throws Exception {
        Sealed<Purpose.Testimony> sealed = seal(bytes(10), mine);

        assertThat(new Opener(List.of(another, mine)).open(sealed)).isEqualTo(bytes(10));
        assertThatThrownBy(() -> new Opener(List.of()).open(sealed)).isInstanceOf(CannotOpen.NotForThisKey.class);
    }

    @Test
    void sealing_the_same_twice_gives_two_different_files() {
        assertThat(seal(bytes(10), mine)).isNotEqualTo(seal(bytes(10), mine));
    }

    @Test
    void a_changed_byte_anywhere_keeps_a_small_file_shut() {
        byte[] sealed = seal(bytes(50), mine, another).bytes();

        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= (byte) (1 << (at % 8));
            failure(changed, mine);
        }
    }

    @Test
    void a_changed_byte_of_any_kind_keeps_a_large_file_shut() {
        byte[] sealed = seal(bytes(2 * CHUNK + 100), mine).bytes();
        Random where = new Random(1);

        for (int i = 0; i < 300; i++) {
            byte[] changed = sealed.clone();
            changed[where.nextInt(sealed.length)] ^= (byte) (1 + where.nextInt(255));
            failure(changed, mine);
        }
        byte[] payload = sealed.clone();
        payload[sealed.length - 1] ^= 1;
        assertThat(failure(payload, mine)).isInstanceOf(CannotOpen.Damaged.class);
    }

    @Test
    void a_byte_added_anywhere_keeps_it_shut() {
        byte[] sealed = seal(bytes(50), mine).bytes();

        for (int at = 0; at <= sealed.length; at++) {
            for (char added : new char[] {' ', '\n', '\r', 'A', '='}) {
                byte[] longer = new byte[sealed.length + 1];
                System.arraycopy(sealed, 0, longer, 0, at);
                longer[at] = (byte) added;
                System.arraycopy(sealed, at, longer, at + 1, sealed.length - at);
                failure(longer, mine);
            }
        }
    }

    @Test
    void a_file_cut_anywhere_does_not_open_and_behind_its_header_it_is_damaged() {
        byte[] sealed = seal(bytes(50), mine).bytes();
        int nonceEnds = sealed.length - 50 - 16;

        for (int length = 0; length < sealed.length; length++) {
            CannotOpen failure = failure(Arrays.copyOf(sealed, length), mine);
            if (length >= nonceEnds) {
                assertThat(failure).as("cut to %d", length).isInstanceOf(CannotOpen.Damaged.class);
            }
        }
        assertThat(failure(new byte[0], mine)).isInstanceOf(CannotOpen.UnknownFormat.class);
    }

    @Test
    void a_stream_cut_between_two_chunks_ends_in_an_error_and_never_in_an_end() throws Exception {
        byte[] sealed = seal(bytes(3 * CHUNK), mine).bytes();
        int headerAndNonce = sealed.length - 3 * (CHUNK + 16);
        byte[] cut = Arrays.copyOf(sealed, headerAndNonce + 2 * (CHUNK + 16));

        try (InputStream in = opener(mine).opening(new ByteArrayInputStream(cut))) {
            assertThat(in.readNBytes(CHUNK)).isEqualTo(Arrays.copyOf(bytes(3 * CHUNK), CHUNK));
            for (int again = 0; again < 3; again++) {
                assertThatThrownBy(() -> in.read(new byte[100]))
                        .isInstanceOf(IOException.class)
                        .hasCauseInstanceOf(CannotOpen.Damaged.class);
            }
        }
        assertThat(failure(cut, mine)).isInstanceOf(CannotOpen.Damaged.class);
    }

    @Test
    void a_changed_or_cut_stream_never_reaches_its_end() {
        byte[] plaintext = bytes(2 * CHUNK + 100);
        byte[] sealed = seal(plaintext, mine).bytes();
        Random where = new Random(2);

        for (int i = 0; i < 200; i++) {
            byte[] changed = sealed.clone();
            changed[where.nextInt(sealed.length)] ^= (byte) (1 + where.nextInt(255));
            assertThat(readBeforeFailure(changed)).isLessThan(plaintext.length);
            assertThat(readBeforeFailure(Arrays.copyOf(sealed, where.nextInt(sealed.length))))
                    .isLessThan(plaintext.length);
        }
    }

    /** What a reader of the stream was given before it learnt that the file is not whole: all of it as it was sealed. */
    private int readBeforeFailure(byte[] sealed) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in = opener(mine).opening(new ByteArrayInputStream(sealed))) {
            in.transferTo(read);
        } catch (CannotOpen atTheHeader) {
            return 0;
        } catch (IOException whileReading) {
            assertThat(whileReading).hasCauseInstanceOf(CannotOpen.Damaged.class);
            assertThat(read.toByteArray()).isEqualTo(Arrays.copyOf(bytes(2 * CHUNK + 100), read.size()));
            return read.size();
        }
        throw new AssertionError("it reached its end");
    }

    @Test
    void a_disk_that_fails_is_not_called_damage() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk");
            }
        };
        assertThatThrownBy(() -> opener(mine).opening(broken))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk");
    }

    @Test
    void what_is_no_age_file_is_of_an_unknown_format() {
        for (String text : List.of(
                "",
                "{}",
                "age-encryption.org/v2\n",
                "-----BEGIN AGE ENCRYPTED FILE-----\n",
                "age-encryption.org/v1\n")) {
            assertThat(failure(text.getBytes(US_ASCII), mine)).isInstanceOf(CannotOpen.UnknownFormat.class);
        }
    }

    @Test
    void a_file_without_any_recipient_opens_for_nobody() {
        byte[] mac = ("age-encryption.org/v1\n--- " + "A".repeat(43) + "\n").getBytes(US_ASCII);
        assertThat(failure(Arrays.copyOf(mac, mac.length + 32), mine)).isInstanceOf(CannotOpen.UnknownFormat.class);
    }

    @Test
    void padded_answers_of_a_class_are_files_of_one_size() {
        Set<Integer> small = new HashSet<>();
        for (int length : new int[] {2, 3, 500, 2047, 2048}) {
            small.add(seal(Padding.pad(bytes(length)), mine).size());
        }
        Set<Integer> medium = new HashSet<>();
        for (int length : new int[] {2049, 5000, 8192}) {
            medium.add(seal(Padding.pad(bytes(length)), another).size());
        }
        assertThat(small).hasSize(1);
        assertThat(medium).hasSize(1).doesNotContainAnyElementsOf(small);
    }

    @Test
    void a_sealed_value_is_compared_by_content_copied_in_and_out_and_prints_its_length_only() {
        byte[] bytes = seal(bytes(10), mine).bytes();
        Sealed<Purpose.Reply> sealed = Sealed.stored(Purpose.REPLY, bytes);

        assertThat(sealed).isEqualTo(Sealed.stored(Purpose.REPLY, bytes.clone()));
        assertThat(sealed).isNotEqualTo(Sealed.stored(Purpose.TESTIMONY, bytes));
        byte[] before = bytes.clone();
        bytes[0] ^= 1;
        sealed.bytes()[1] ^= 1;
        assertThat(sealed.bytes()).isEqualTo(before);
        assertThat(sealed).hasToString("Sealed[" + bytes.length + " bytes]");
        assertThat(sealed.sha256()).hasSize(32);
        assertThat(Sealed.stored(Purpose.REPLY, new byte[0]).sha256Hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void no_message_of_a_failure_carries_anything_of_the_file() {
        byte[] sealed = seal("Айгүл".getBytes(UTF_8), mine).bytes();
        for (int at = 0; at < sealed.length; at += 13) {
            byte[] changed = sealed.clone();
            changed[at] ^= 4;
            assertThat(failure(changed, mine).getMessage())
                    .isIn(
                            "not sealed to this key",
                            "damaged: changed or cut since it was sealed",
                            "not a file of a known format");
        }
    }

    @Test
    void the_key_of_a_case_opens_with_a_panel_key_and_then_opens_the_records() throws Exception {
        CaseKeys keys = CaseKeys.generate(
                random,
                sealer,
                Map.of(Compartment.CASE, new Panel.One(List.of(mine.recipient(), another.recipient()))));
        CaseKey key = Objects.requireNonNull(keys.keys().get(Compartment.CASE));
        Sealed<Purpose.Testimony> record = sealer.seal(Purpose.TESTIMONY, bytes(100), List.of(key.recipient()));

        String line = new String(opener(another).open(key.file()), US_ASCII);
        assertThat(line).startsWith("AGE-SECRET-KEY-PQ-1").endsWith("\n").hasLineCount(1);
        Identity caseIdentity = Identity.parse(line);
        assertThat(caseIdentity.recipient()).isEqualTo(key.recipient());
        assertThat(opener(caseIdentity).open(record)).isEqualTo(bytes(100));
        assertThat(failure(record.bytes(), another)).isInstanceOf(CannotOpen.NotForThisKey.class);
    }

    @Test
    void a_nested_key_needs_one_person_of_each_side() throws Exception {
        Identity custodian = mine;
        Identity second = another;
        CaseKeys keys = CaseKeys.generate(
                random,
                sealer,
                Map.of(
                        Compartment.IDENTITY,
                        new Panel.Nested(List.of(custodian.recipient()), List.of(second.recipient()))));
        CaseKey key = Objects.requireNonNull(keys.keys().get(Compartment.IDENTITY));

        assertThat(failure(key.file().bytes(), custodian)).isInstanceOf(CannotOpen.NotForThisKey.class);
        byte[] inner = opener(second).open(key.file());
        assertThat(failure(inner, second)).isInstanceOf(CannotOpen.NotForThisKey.class);
        Identity opened = Identity.parse(new String(opener(custodian).open(inner), US_ASCII));
        assertThat(opened.recipient()).isEqualTo(key.recipient());
    }

    @Test
    void every_compartment_of_every_case_has_a_key_of_its_own() {
        Panel panel = new Panel.One(List.of(mine.recipient()));
        Map<Compartment, Panel> panels =
                Map.of(Compartment.CASE, panel, Compartment.IDENTITY, panel, Compartment.THREATS, panel);
        Set<Recipient> recipients = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            CaseKeys.generate(random, sealer, panels).keys().values().forEach(key -> recipients.add(key.recipient()));
        }
        assertThat(recipients).hasSize(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Case", "case ", "../x", "a1", "abcdefghijklmnopq"})
    void a_compartment_is_named_by_up_to_sixteen_lower_case_letters(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Compartment(name));
    }

    private Sealed<Purpose.Testimony> seal(byte[] plaintext, Identity... people) {
        return sealer.seal(
                Purpose.TESTIMONY,
                plaintext,
                Arrays.stream(people).map(Identity::recipient).toList());
    }

    private static Opener opener(Identity identity) {
        return new Opener(List.of(identity));
    }

    private static byte[] open(byte[] sealed, Identity identity) throws CannotOpen {
        return opener(identity).open(sealed);
    }

    private static CannotOpen failure(byte[] sealed, Identity identity) {
        try {
            open(sealed, identity);
        } catch (CannotOpen failure) {
            return failure;
        }
        throw new AssertionError("it opened");
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}

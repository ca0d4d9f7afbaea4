package org.komir.bot.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.komir.crypto.CannotOpen;
import org.komir.crypto.Identity;
import org.komir.crypto.IdentityFile;
import org.komir.crypto.Opener;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Receipt;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;
import org.komir.crypto.Words;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two implementations of everything that both sides must read: what one seals or signs, the other opens or verifies. {@code
 * -Dkomir.round-trips=N} runs more; the build runs 1 000 each way.
 */
class JavaAndBrowserAgreeTest {
    private static final int ROUND_TRIPS = Integer.getInteger("komir.round-trips", 1_000);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static BrowserPeer browser;

    @BeforeAll
    static void start() throws IOException {
        browser = new BrowserPeer();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @Test
    void what_java_seals_the_browser_opens() throws Exception {
        Random sizes = new Random(1);
        Sealer sealer = new Sealer();
        for (int i = 0; i < ROUND_TRIPS; i++) {
            List<Identity> identities = identities(1 + sizes.nextInt(3));
            byte[] plain = bytes(sizes, i);
            byte[] sealed = sealer.seal(
                            Purpose.TESTIMONY,
                            plain,
                            identities.stream().map(Identity::recipient).toList())
                    .bytes();
            ObjectNode question = BrowserPeer.asking("open").put("sealed", base64(sealed));
            question.putArray("identities")
                    .add(identities.get(sizes.nextInt(identities.size())).revealSecret());
            assertThat(browser.ask(question).path("plain").asString("none"))
                    .as("round %s", i)
                    .isEqualTo(base64(plain));
        }
    }

    @Test
    void what_the_browser_seals_java_opens() throws Exception {
        Random sizes = new Random(2);
        for (int i = 0; i < ROUND_TRIPS; i++) {
            List<Identity> identities = identities(1 + sizes.nextInt(3));
            byte[] plain = bytes(sizes, i);
            ObjectNode question = BrowserPeer.asking("seal").put("plain", base64(plain));
            var recipients = question.putArray("recipients");
            identities.forEach(identity -> recipients.add(identity.recipient().toString()));
            byte[] sealed = decode(browser.ask(question).path("sealed").asString(""));
            Identity one = identities.get(sizes.nextInt(identities.size()));
            assertThat(new Opener(List.of(one)).open(Sealed.stored(Purpose.TESTIMONY, sealed)))
                    .as("round %s", i)
                    .isEqualTo(plain);
        }
    }

    @Test
    void both_tell_the_three_failures_apart_alike() throws Exception {
        Random where = new Random(3);
        Identity identity = Identity.generate(RANDOM);
        byte[] sealed = new Sealer()
                .seal(Purpose.TESTIMONY, new byte[2048], List.of(identity.recipient()))
                .bytes();
        for (int i = 0; i < 300; i++) {
            byte[] spoilt = sealed.clone();
            if (i % 3 == 0) {
                spoilt = java.util.Arrays.copyOf(sealed, where.nextInt(sealed.length));
            } else {
                spoilt[where.nextInt(spoilt.length)] ^= (byte) (1 << where.nextInt(7));
            }
            ObjectNode question = BrowserPeer.asking("open").put("sealed", base64(spoilt));
            question.putArray("identities").add(identity.revealSecret());
            assertThat(browser.ask(question).path("error").asString("opened"))
                    .as("spoilt %s", i)
                    .isEqualTo(failure(spoilt, identity));
        }
    }

    private static String failure(byte[] spoilt, Identity identity) {
        try {
            new Opener(List.of(identity)).open(spoilt);
            return "opened";
        } catch (CannotOpen.NotForThisKey other) {
            return "not-for-this-key";
        } catch (CannotOpen.Damaged damaged) {
            return "damaged";
        } catch (CannotOpen unknown) {
            return "unknown-format";
        }
    }

    @Test
    void a_receipt_gives_the_same_keys() throws Exception {
        for (int i = 0; i < 5; i++) {
            Receipt receipt = Receipt.random(RANDOM);
            Receipt.Keys keys = receipt.keys();
            JsonNode same = browser.ask(BrowserPeer.asking("receipt-typed").put("typed", receipt.reveal()));
            assertThat(same.toString()).contains(keys.identity().revealSecret()).contains(base64(keys.mailbox()));
        }
    }

    @Test
    void a_slip_in_a_receipt_is_found_by_both_in_the_same_group_or_by_neither() throws Exception {
        Random slips = new Random(4);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            StringBuilder typed = new StringBuilder(Receipt.random(RANDOM).reveal());
            for (int n = 1 + slips.nextInt(3); n > 0; n--) {
                int at = slips.nextInt(typed.length());
                char digit = (char) ('0' + slips.nextInt(10));
                switch (slips.nextInt(10)) {
                    case 0 -> typed.deleteCharAt(at);
                    case 1 -> typed.insert(at, digit);
                    default -> typed.setCharAt(at, typed.charAt(at) == ' ' ? ' ' : digit);
                }
            }
            int group = mistypedGroup(typed.toString());
            JsonNode groups = browser.ask(BrowserPeer.asking("mistyped").put("typed", typed.toString()))
                    .path("groups");
            int first = groups.isEmpty()
                    ? NONE
                    : groups.size() == Receipt.GROUPS && group == 0
                            ? 0
                            : groups.get(0).asInt();
            assertThat(first).as("%s", typed).isEqualTo(group);
            found += group == NONE ? 0 : 1;
        }
        assertThat(found).isBetween(1_500, 1_990);
    }

    private static final int NONE = -1;

    private static int mistypedGroup(String typed) {
        try {
            Receipt.parse(typed);
            return NONE;
        } catch (Receipt.Mistyped mistyped) {
            return mistyped.group();
        }
    }

    @Test
    void an_identity_file_of_one_opens_in_the_other() throws Exception {
        SigningKey root = SigningKey.generate(RANDOM);
        IdentityFile file = IdentityFile.generate("aigul", Optional.of(root.verifyingKey()), RANDOM);
        JsonNode opened = browser.ask(BrowserPeer.asking("identity-open")
                .put("sealed", base64(file.seal("құпия сөз".toCharArray(), RANDOM)))
                .put("passphrase", "құпия сөз"));
        assertThat(opened.path("identity").asString(""))
                .isEqualTo(file.identity().revealSecret());
        assertThat(opened.path("rootKey").asString(""))
                .isEqualTo(root.verifyingKey().toString());

        JsonNode sealed = browser.ask(BrowserPeer.asking("identity-seal")
                .put("name", "aigul")
                .put("identity", file.identity().revealSecret())
                .put("seed", file.signingKey().revealSecret())
                .put("rootKey", root.verifyingKey().toString())
                .put("passphrase", "тағы"));
        IdentityFile back = IdentityFile.open(decode(sealed.path("sealed").asString("")), "тағы".toCharArray());
        assertThat(back.revealSecret()).isEqualTo(file.revealSecret());
    }

    @Test
    void a_signature_of_one_is_valid_in_the_other_and_for_its_purpose_only() throws Exception {
        for (SigningDomain domain : SigningDomain.values()) {
            SigningKey key = SigningKey.generate(RANDOM);
            byte[] message = ("сөз " + domain).getBytes(UTF_8);
            String name = domain.name().toLowerCase(java.util.Locale.ROOT);
            ObjectNode question = BrowserPeer.asking("verify")
                    .put("key", key.verifyingKey().toString())
                    .put("domain", name)
                    .put("message", base64(message))
                    .put("signature", base64(key.sign(domain, message)));
            assertThat(browser.ask(question).path("valid").asBoolean(false)).isTrue();
            question.put("domain", name.equals("login") ? "directory" : "login");
            assertThat(browser.ask(question).path("valid").asBoolean(true)).isFalse();

            JsonNode signed = browser.ask(BrowserPeer.asking("sign")
                    .put("seed", key.revealSecret())
                    .put("domain", name)
                    .put("message", base64(message)));
            assertThat(VerifyingKey.parse(signed.path("key").asString(""))).isEqualTo(key.verifyingKey());
            assertThat(key.verifyingKey()
                            .verifies(
                                    domain,
                                    message,
                                    decode(signed.path("signature").asString(""))))
                    .isTrue();
        }
    }

    @Test
    void words_and_padding_are_the_same() throws Exception {
        Recipient recipient = Identity.generate(RANDOM).recipient();
        assertThat(browser.ask(BrowserPeer.asking("words").put("recipient", recipient.toString()))
                        .path("words")
                        .toString()
                        .replace(',', ' ')
                        .replaceAll("[\"\\[\\]]", ""))
                .isEqualTo(Words.of(recipient.publicKey()));
        for (int length : new int[] {0, 1, 2047, 2048, 2049, 8192, 8193, 32768}) {
            byte[] plain = new byte[length];
            assertThat(browser.ask(BrowserPeer.asking("pad").put("plain", base64(plain)))
                            .path("plain")
                            .asString(""))
                    .isEqualTo(base64(Padding.pad(plain)));
        }
        for (int length : new int[] {1, 1000, 1025, 5000, 20971521}) {
            assertThat(browser.ask(BrowserPeer.asking("padme").put("length", length))
                            .path("length")
                            .asLong())
                    .isEqualTo(Padding.padme(length));
        }
    }

    private static List<Identity> identities(int count) {
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            identities.add(Identity.generate(RANDOM));
        }
        return identities;
    }

    /** Mostly the size of an answer, now and then larger than one of age's chunks. */
    private static byte[] bytes(Random sizes, int round) {
        byte[] bytes = new byte[round % 50 == 0 ? 60_000 + sizes.nextInt(10_000) : sizes.nextInt(2_049)];
        sizes.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}

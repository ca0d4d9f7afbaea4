package org.komir.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.util.test.FixedSecureRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The KEM 0x647a and HPKE over it, against the vectors of their authors. */
class XWingVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    @TestFactory
    Stream<DynamicTest> an_identity_has_the_public_key_that_the_draft_says_and_it_encapsulates_and_decapsulates() {
        List<JsonNode> vectors = vectors("x-wing.json");
        assertThat(vectors).hasSize(3);
        return IntStream.range(0, vectors.size())
                .mapToObj(i -> dynamicTest("x-wing " + i, () -> {
                    JsonNode vector = vectors.get(i);
                    Identity identity = Identity.fromSeed(hex(vector, "sk"));
                    assertThat(identity.recipient().publicKey()).isEqualTo(hex(vector, "pk"));
                    assertThat(Recipient.ofPublicKey(hex(vector, "pk"))).isEqualTo(identity.recipient());

                    XWingPrivateKeyParameters key =
                            (XWingPrivateKeyParameters) identity.keyPair().getPrivate();
                    assertThat(new XWingKEMExtractor(key).extractSecret(hex(vector, "ct")))
                            .isEqualTo(hex(vector, "ss"));
                    SecretWithEncapsulation sent = new XWingKEMGenerator(new FixedSecureRandom(hex(vector, "eseed")))
                            .generateEncapsulated(identity.recipient().key());
                    assertThat(sent.getEncapsulation()).isEqualTo(hex(vector, "ct"));
                    assertThat(sent.getSecret()).isEqualTo(hex(vector, "ss"));
                }));
    }

    @Test
    void hpke_opens_the_working_groups_vectors_in_our_suite() throws Exception {
        List<JsonNode> ours = vectors("hpke-pq.json").stream()
                .filter(v -> number(v, "kem_id") == 0x647a
                        && number(v, "kdf_id") == HPKE.kdf_HKDF_SHA256
                        && number(v, "aead_id") == HPKE.aead_CHACHA20_POLY1305
                        && number(v, "mode") == HPKE.mode_base)
                .toList();
        assertThat(ours).hasSize(1);
        JsonNode vector = ours.getFirst();
        assertThat(vector.get("encryptions")).hasSize(10);

        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
        AsymmetricCipherKeyPair pair = Hybrid.keyPair(hex(vector, "skRm"));
        assertThat(Hybrid.publicKey(pair)).isEqualTo(hex(vector, "pkRm"));

        HPKEContextWithEncapsulation sender =
                hpke.setupBaseS(Hybrid.publicKey(hex(vector, "pkRm")), hex(vector, "info"), hex(vector, "ikmE"));
        assertThat(sender.getEncapsulation()).isEqualTo(hex(vector, "enc"));
        HPKEContext receiver = hpke.setupBaseR(hex(vector, "enc"), pair, hex(vector, "info"));
        for (JsonNode encryption : vector.get("encryptions")) {
            byte[] plaintext = hex(encryption, "pt");
            assertThat(sender.seal(hex(encryption, "aad"), plaintext)).isEqualTo(hex(encryption, "ct"));
            assertThat(receiver.open(hex(encryption, "aad"), hex(encryption, "ct")))
                    .isEqualTo(plaintext);
        }
        for (JsonNode export : vector.get("exports")) {
            assertThat(receiver.export(
                            hex(export, "exporter_context"), export.get("L").asInt()))
                    .isEqualTo(hex(export, "exported_value"));
        }
    }

    private static List<JsonNode> vectors(String name) {
        JsonNode list = new ObjectMapper().readTree(AgeVector.folder().resolve(name));
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private static int number(JsonNode vector, String field) {
        return vector.get(field).asInt();
    }

    private static byte[] hex(JsonNode vector, String field) {
        return HEX.parseHex(vector.get(field).asString());
    }
}

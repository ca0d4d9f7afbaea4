package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.crypto.Identity;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealed;
import org.komir.crypto.Sealer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A submission as the form makes one, of the compartments {@code case} and {@code identity}; what is inside its records is nothing.
 *
 * @param manifest SHA-256 of the last record
 */
public record MadeUpSubmission(CaseId id, String manifest, byte[] bytes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param files that its third record names */
    public static MadeUpSubmission of(int k, List<FileName> files, SecureRandom random) {
        return of(k, new CaseId(hex(16, random)), files, random);
    }

    public static MadeUpSubmission of(int k, CaseId id, List<FileName> files, SecureRandom random) {
        return made(k, id, MadeUpReceipt.made(random), files, header -> {}, true, random);
    }

    /** Of a family with this receipt, with something changed in its header. */
    public static MadeUpSubmission by(MadeUpReceipt receipt, Consumer<ObjectNode> change, SecureRandom random) {
        return made(1, new CaseId(hex(16, random)), receipt, List.of(), change, true, random);
    }

    /** With something changed in its header. */
    public static byte[] with(Consumer<ObjectNode> change, SecureRandom random) {
        return by(MadeUpReceipt.made(random), change, random).bytes();
    }

    /** One whose records are not sealed. */
    public static byte[] inTheClear(SecureRandom random) {
        return made(1, new CaseId(hex(16, random)), MadeUpReceipt.made(random), List.of(), header -> {}, false, random)
                .bytes();
    }

    private static MadeUpSubmission made(
            int k,
            CaseId id,
            MadeUpReceipt receipt,
            List<FileName> files,
            Consumer<ObjectNode> change,
            boolean seal,
            SecureRandom random) {
        Recipient recipient = Identity.generate(random).recipient();
        List<byte[]> parts = new ArrayList<>();
        ObjectNode header = JSON.createObjectNode();
        header.put("format", "komir-submission/1");
        header.put("case", id.hex());
        header.put("urgent", false);
        header.put("mailbox", receipt.name());
        header.put("recipient", receipt.identity().recipient().toString());
        header.put("author", receipt.author().verifyingKey().toString());
        ArrayNode keys = header.putArray("keys");
        for (String compartment : List.of("case", "identity")) {
            byte[] file = sealed("key\n".getBytes(US_ASCII), recipient);
            ObjectNode key = keys.addObject()
                    .put("compartment", compartment)
                    .put("recipient", recipient.toString())
                    .put("size", file.length);
            key.putArray("panel").add("aigul").add("bolat");
            if (compartment.equals("identity")) {
                key.putArray("outer").add("dana");
            }
            parts.add(file);
        }
        ArrayNode records = header.putArray("records");
        byte[] record = seal ? sealed(new byte[Padding.SMALL], recipient) : new byte[3700];
        int total = 40 * k;
        for (int seq = 0; seq < total; seq++) {
            boolean last = seq == total - 1;
            byte[] content = last ? sealed(new byte[8 * 1024], recipient) : record;
            ObjectNode entry = records.addObject();
            entry.put("seq", seq);
            entry.put("compartment", last || seq < 32 * k - 1 ? "case" : "identity");
            entry.put("size", content.length);
            ArrayNode names = entry.putArray("files");
            Optional.of(seq).filter(at -> at == 2).ifPresent(third -> files.forEach(file -> names.add(file.hex())));
            parts.add(content);
        }
        String manifest = Sealed.stored(Purpose.TESTIMONY, parts.getLast()).sha256Hex();
        SignedText author = receipt.owns(id, manifest);
        header.put("author_statement", author.text());
        header.put("signature", author.base64());
        change.accept(header);
        return new MadeUpSubmission(id, manifest, framed(header, parts));
    }

    private static byte[] sealed(byte[] plain, Recipient recipient) {
        return new Sealer().seal(Purpose.TESTIMONY, plain, List.of(recipient)).bytes();
    }

    private static byte[] framed(ObjectNode header, List<byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] text = JSON.writeValueAsBytes(header);
            out.writeInt(text.length);
            out.write(text);
            for (byte[] part : parts) {
                out.write(part);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String hex(int bytes, SecureRandom random) {
        byte[] bits = new byte[bytes];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}

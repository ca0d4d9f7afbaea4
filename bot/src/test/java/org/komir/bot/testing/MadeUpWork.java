package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.SignedText;
import org.komir.bot.review.Verdicts.Kind;
import org.komir.bot.review.Verdicts.Verdict;
import org.komir.bot.review.Work.Piece;
import org.komir.crypto.Padding;
import org.komir.crypto.Purpose;
import org.komir.crypto.Recipient;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;

/**
 * What a volunteer adds and finds, as a console makes it. Built by hand, as the record format says.
 *
 * @param by the volunteer's id
 */
public record MadeUpWork(String by, SigningKey key) {
    private static final String DAY = "2026-11-22";

    /** @param name 32 hexadecimal digits @param value JSON */
    public Piece piece(CaseId id, String name, String kind, String value, Recipient to) {
        String work =
                "{\"format\":\"komir-work/1\",\"case\":\"%s\",\"name\":\"%s\",\"volunteer\":\"%s\",\"at\":\"%sT09:00:00Z\",\"kind\":\"%s\",\"value\":%s}"
                        .formatted(id.hex(), name, by, DAY, kind, value);
        String signature = base64(key.sign(SigningDomain.WORK, work.getBytes(UTF_8)));
        String asJson = work.replace("\\", "\\\\").replace("\"", "\\\"");
        String plain = "{\"work\":\"%s\",\"signature\":\"%s\"}".formatted(asJson, signature);
        return new Piece(name, new Sealer().seal(Purpose.WORK, Padding.pad(plain.getBytes(UTF_8)), List.of(to)));
    }

    /** @param reasons the sealed piece that says why */
    public Verdict verdict(CaseId id, Kind kind, Piece reasons) {
        String seen = "5e".repeat(32);
        String text =
                "{\"format\":\"komir-verdict/1\",\"case\":\"%s\",\"kind\":\"%s\",\"seen\":\"%s\",\"work\":\"%s\",\"volunteer\":\"%s\",\"day\":\"%s\"}"
                        .formatted(id.hex(), word(kind), seen, reasons.sealed().sha256Hex(), by, DAY);
        return new Verdict(
                id, kind, by, seen, new SignedText(text, key.sign(SigningDomain.VERDICT, text.getBytes(UTF_8))));
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

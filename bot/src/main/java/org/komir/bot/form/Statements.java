package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.function.Supplier;
import org.komir.bot.intake.SignedText;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs what a family can show to whoever forces it: that on a day something was taken back, is locked, and that what is public of it is to be taken
 * down ({@code docs/record-format.md}, step 21). It names no case and is the same whatever the family's wish was.
 */
public final class Statements {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SigningKey intakeKey;
    private final Supplier<String> organisation;

    /** @param organisation its name in the directory */
    public Statements(SigningKey intakeKey, Supplier<String> organisation) {
        this.intakeKey = intakeKey;
        this.organisation = organisation;
    }

    /** {@code komir-statement/1}. @param day of the withdrawal, UTC */
    SignedText of(LocalDate day) {
        String text = JSON.createObjectNode()
                .put("format", "komir-statement/1")
                .put("organisation", organisation.get())
                .put("day", day.toString())
                .toString();
        return new SignedText(text, intakeKey.sign(SigningDomain.STATEMENT, text.getBytes(UTF_8)));
    }
}

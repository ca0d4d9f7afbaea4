package org.komir.bot.intake;

import java.time.LocalDate;
import java.util.HexFormat;

/**
 * A keyed hash (HMAC-SHA256) of a chat id or an update id under the link key of one day, 64 hexadecimal digits. Without that
 * day's key, which is never in the store and is destroyed after three days, it names nobody.
 *
 * @param day whose link key made it, in UTC
 */
public record LinkName(LocalDate day, String hex) {
    public LinkName {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a link name is 64 hexadecimal digits");
        }
    }

    static LinkName of(LocalDate day, byte[] hash) {
        return new LinkName(day, HexFormat.of().formatHex(hash));
    }
}

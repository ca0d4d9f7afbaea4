package org.komir.bot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.komir.crypto.VerifyingKey;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What somebody new is given to make keys with in the console. Nobody signs it: whoever gets it compares the root key's seven words over the telephone. */
record Invitation(String organisation, VerifyingKey rootKey) {
    private static final String FORMAT = "komir-invitation/1";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    byte[] json() {
        String json = JSON.writeValueAsString(JSON.createObjectNode()
                .put("format", FORMAT)
                .put("organisation", organisation)
                .put("rootKey", rootKey.toString()));
        return (json + "\n").getBytes(UTF_8);
    }
}

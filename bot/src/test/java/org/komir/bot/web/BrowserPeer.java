package org.komir.bot.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The browser's cryptography, or another part of it, in a Node process: one JSON object a line, asked and answered. */
public final class BrowserPeer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final Writer to;
    private final BufferedReader from;

    BrowserPeer() throws IOException {
        this("peer.ts");
    }

    /** @param operations the file in the folder of the pages' tests that answers */
    public BrowserPeer(String operations) throws IOException {
        process = new ProcessBuilder("node", "test/peer.mjs", operations)
                .directory(Path.of("src/main/web").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = process.outputWriter(UTF_8);
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    public static ObjectNode asking(String operation) {
        return JSON.createObjectNode().put("op", operation);
    }

    public JsonNode ask(ObjectNode question) throws IOException {
        to.write(JSON.writeValueAsString(question) + "\n");
        to.flush();
        String line = from.readLine();
        if (line == null) {
            throw new IOException("the browser's side ended");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}

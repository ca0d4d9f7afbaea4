package org.komir.bot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * A real redis-server of its own, on a free port and in a temporary folder, with the settings that Kömir requires. Where no
 * {@code redis-server} is installed the tests are skipped and say so, or fail if {@code KOMIR_NOTHING_SKIPPED=true}.
 */
public final class RedisServer implements BeforeAllCallback, AfterAllCallback {
    private static final List<String> SAFE =
            List.of("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--save", "");

    /** A rewritten file would break strings every 32 bytes, and a search of its bytes for traces would miss them. */
    private static final List<String> SEARCHABLE = List.of("--rdbcompression", "no");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private @Nullable Path folder;
    private int port;
    private @Nullable Process process;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (!isInstalled()) {
            if ("true".equals(System.getenv("KOMIR_NOTHING_SKIPPED"))) {
                throw new AssertionError("redis-server is not installed, and nothing may be skipped");
            }
            LoggerFactory.getLogger(RedisServer.class)
                    .warn("SKIPPED {}: redis-server is not installed", context.getDisplayName());
            Assumptions.abort("redis-server is not installed");
        }
        folder = Files.createTempDirectory("komir-redis");
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        kill();
        if (folder != null) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Where its append-only file lies. */
    public Path folder() {
        if (folder == null) {
            throw new IllegalStateException("not started");
        }
        return folder;
    }

    /** Starts it on what the folder holds. */
    public void start() {
        List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--port", "" + port));
        command.addAll(List.of("--dir", folder().toString()));
        command.addAll(SAFE);
        command.addAll(SEARCHABLE);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder().resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.until("redis-server answers", PATIENCE, () -> say("PING").startsWith("+PONG"));
    }

    /** As {@code kill -9}. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** It keeps its connections and answers nobody. */
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    /** One command in Redis's inline form; empty if it did not answer. */
    public String say(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] reply = new byte[4_096];
            int length = socket.getInputStream().read(reply);
            return new String(reply, 0, Math.max(0, length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private void signal(String signal) {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("redis-server", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

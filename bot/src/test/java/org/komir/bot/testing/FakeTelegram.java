package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.practice.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Telegram over HTTP that fails as the real one does: by a script, call for call, or by chance, seeded. What people do in it is
 * {@link #people()}; updates can also be made by hand, as text, for what no person could send.
 */
public final class FakeTelegram implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_UPDATES = 100;
    private static final long UNREADABLE_IDS = 1L << 40;

    /** What may become of a call. */
    public enum Fault {
        TOO_MANY,
        BROKEN,
        NOT_JSON,
        CUT_BEFORE,
        CUT_AFTER,
        CONFLICT,
        UNAUTHORISED,
        BLOCKED,
        NOT_FOUND,
        STAYS,
        NO_PICTURE,
        NOT_MODIFIED
    }

    /** How often, from 0 to 1: the first two of updates, the others of calls. */
    public record Chances(
            double duplicated,
            double unreadable,
            double tooMany,
            double broken,
            double notJson,
            double cutBefore,
            double cutAfter) {
        public static final Chances NONE = new Chances(0, 0, 0, 0, 0, 0, 0);
    }

    /** A call as it arrived. */
    public record Call(String method, JsonNode parameters, Optional<Fault> fault, long nanoTime) {
        public long chat() {
            return parameters.path("chat_id").asLong(0);
        }

        public String text() {
            return parameters.path("text").asString("");
        }
    }

    private static final class Handmade {
        private final List<ObjectNode> waiting = new ArrayList<>();
        private List<ObjectNode> lastBatch = List.of();
    }

    private final LocalBotApi people;
    private final Random random;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Fault>> script = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Long, Long> notBefore = new HashMap<>();
    private final List<ObjectNode> again = new ArrayList<>();
    private final Handmade handmade = new Handmade();
    private volatile boolean byHand;
    private volatile Runnable onDownload = () -> {};
    private volatile Runnable onUpload = () -> {};
    private volatile Runnable onUploaded = () -> {};
    private Chances chances = Chances.NONE;
    private long unreadableSent;
    private int hasty;

    public FakeTelegram(long seed) throws IOException {
        this.random = new Random(seed);
        this.people = new LocalBotApi(Clock.systemUTC(), random);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public LocalBotApi people() {
        return people;
    }

    public synchronized void fail(Chances often) {
        this.chances = often;
    }

    /** What becomes of the next calls of this method, one after another. */
    public synchronized void failNext(String method, Fault... faults) {
        script.computeIfAbsent(method, key -> new ArrayDeque<>()).addAll(List.of(faults));
    }

    /** From now on updates come only from here; each is one JSON object. */
    public void update(String... updates) {
        byHand = true;
        synchronized (handmade) {
            for (String update : updates) {
                handmade.waiting.add((ObjectNode) JSON.readTree(update));
            }
            handmade.notifyAll();
        }
    }

    /** Updates that were not confirmed by an offset. */
    public int unconfirmed() {
        synchronized (handmade) {
            return handmade.waiting.size();
        }
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Call> calls(String method) {
        return calls().stream().filter(call -> call.method().equals(method)).toList();
    }

    /** How many calls to a chat came before the time that its last "too many requests" had named. */
    public synchronized int hasty() {
        return hasty;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/file/")) {
            giveFile(exchange, path);
            return;
        }
        String method = path.substring(path.lastIndexOf('/') + 1).toLowerCase(java.util.Locale.ROOT);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        boolean upload = type.startsWith("multipart/");
        if (upload) {
            onUpload.run();
        }
        JsonNode parameters = Parameters.read(type, exchange.getRequestBody().readAllBytes());
        if (upload) {
            onUploaded.run();
        }
        Optional<Fault> fault = arrived(method, parameters);
        try {
            if (fault.filter(f -> f != Fault.CUT_AFTER).isPresent()) {
                refuse(exchange, fault.get());
                return;
            }
            LocalBotApi.Answer answer =
                    method.equals("getupdates") ? updates(parameters) : people.call(method, parameters);
            if (fault.isPresent()) {
                exchange.close();
                return;
            }
            reply(exchange, answer.status(), answer.body().toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    /** A download that is cut has the length of the whole in its head, and half of it in its body. */
    private void giveFile(HttpExchange exchange, String path) throws IOException {
        Optional<byte[]> file = people.download(path.replaceFirst("/file/bot[^/]*/", ""));
        Optional<Fault> fault = arrived("download", JSON.createObjectNode());
        if (file.isEmpty() || fault.filter(f -> f != Fault.CUT_AFTER).isPresent()) {
            refuse(exchange, fault.orElse(Fault.NOT_FOUND));
            return;
        }
        byte[] bytes = file.get();
        exchange.sendResponseHeaders(200, bytes.length);
        int half = bytes.length / 2;
        try {
            exchange.getResponseBody().write(bytes, 0, half);
            exchange.getResponseBody().flush();
            onDownload.run();
            if (fault.isEmpty()) {
                exchange.getResponseBody().write(bytes, half, bytes.length - half);
            }
        } finally {
            exchange.close();
        }
    }

    /** Called in the middle of each download. */
    public void onDownload(Runnable what) {
        this.onDownload = what;
    }

    /** Called when the head of an upload is here and its body is not. */
    public void onUpload(Runnable what) {
        this.onUpload = what;
    }

    /** Called when all of an upload is here, and it is not answered yet. */
    public void onUploaded(Runnable what) {
        this.onUploaded = what;
    }

    private synchronized Optional<Fault> arrived(String method, JsonNode parameters) {
        Deque<Fault> planned = script.get(method);
        Optional<Fault> fault = planned == null || planned.isEmpty() ? byChance() : Optional.of(planned.poll());
        Call call = new Call(method, parameters, fault, System.nanoTime());
        calls.add(call);
        Long earliest = notBefore.get(call.chat());
        if (earliest != null && call.chat() != 0 && call.nanoTime() - earliest < 0) {
            hasty++;
        }
        if (fault.filter(f -> f == Fault.TOO_MANY).isPresent()) {
            notBefore.put(call.chat(), call.nanoTime() + Duration.ofSeconds(1).toNanos());
        }
        return fault;
    }

    private Optional<Fault> byChance() {
        double dice = random.nextDouble();
        Map<Fault, Double> table = Map.of(
                Fault.TOO_MANY, chances.tooMany(),
                Fault.BROKEN, chances.broken(),
                Fault.NOT_JSON, chances.notJson(),
                Fault.CUT_BEFORE, chances.cutBefore(),
                Fault.CUT_AFTER, chances.cutAfter());
        for (Fault fault : Fault.values()) {
            dice -= table.getOrDefault(fault, 0.0);
            if (dice < 0) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private static void refuse(HttpExchange exchange, Fault fault) throws IOException {
        switch (fault) {
            case TOO_MANY ->
                reply(
                        exchange,
                        429,
                        "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 1\","
                                + "\"parameters\":{\"retry_after\":1}}");
            case BROKEN -> reply(exchange, 500, error(500, "Internal Server Error"));
            case NOT_JSON -> reply(exchange, 502, "<html><body>Bad Gateway</body></html>");
            case CONFLICT -> reply(exchange, 409, error(409, "Conflict: terminated by other getUpdates request"));
            case UNAUTHORISED -> reply(exchange, 401, error(401, "Unauthorized"));
            case BLOCKED -> reply(exchange, 403, error(403, "Forbidden: bot was blocked by the user"));
            case NOT_FOUND -> reply(exchange, 400, error(400, "Bad Request: message to edit not found"));
            case STAYS -> reply(exchange, 400, error(400, "Bad Request: message can't be deleted for everyone"));
            case NO_PICTURE -> reply(exchange, 400, error(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));
            case NOT_MODIFIED -> reply(exchange, 400, error(400, "Bad Request: message is not modified"));
            case CUT_BEFORE, CUT_AFTER -> exchange.close();
        }
    }

    private static String error(int code, String description) {
        return JSON.createObjectNode()
                .put("ok", false)
                .put("error_code", code)
                .put("description", description)
                .toString();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private LocalBotApi.Answer updates(JsonNode parameters) throws InterruptedException {
        if (byHand) {
            return handmadeUpdates(parameters);
        }
        LocalBotApi.Answer answer = people.call("getUpdates", parameters);
        ArrayNode batch = JSON.createArrayNode();
        synchronized (this) {
            // Only what the bot has confirmed comes again before older ones. What was cut on its way comes again in its
            // own place: else a tap would overtake the
            // words before it, which Telegram never does.
            long confirmed = parameters.path("offset").asLong(0);
            again.stream()
                    .filter(update -> update.path("update_id").asLong(0) < confirmed)
                    .forEach(batch::add);
            again.clear();
            for (JsonNode update : answer.body().path("result")) {
                if (random.nextDouble() < chances.unreadable()) {
                    batch.add(JSON.createObjectNode()
                            .put("update_id", UNREADABLE_IDS + ++unreadableSent)
                            .put("message", "not what a message looks like"));
                }
                if (random.nextDouble() < chances.duplicated()) {
                    again.add((ObjectNode) update);
                    if (random.nextBoolean()) {
                        batch.add(update);
                    }
                }
                batch.add(update);
            }
        }
        ObjectNode body = JSON.createObjectNode().put("ok", true);
        body.set("result", batch);
        return new LocalBotApi.Answer(200, body);
    }

    /** The harshest reading of the Bot API: an offset confirms the batch as far as its own update, and whatever has a lower number too. */
    private LocalBotApi.Answer handmadeUpdates(JsonNode parameters) throws InterruptedException {
        long offset = parameters.path("offset").asLong(0);
        ArrayNode batch = JSON.createArrayNode();
        synchronized (handmade) {
            for (int i = 0; i < handmade.lastBatch.size(); i++) {
                if (handmade.lastBatch.get(i).path("update_id").asLong(0) + 1 == offset) {
                    handmade.waiting.removeAll(handmade.lastBatch.subList(0, i + 1));
                }
            }
            handmade.lastBatch.stream()
                    .filter(update -> update.path("update_id").asLong(0) < offset)
                    .forEach(handmade.waiting::remove);
            long deadline = System.nanoTime()
                    + Duration.ofSeconds(parameters.path("timeout").asLong(0)).toNanos();
            while (handmade.waiting.isEmpty() && System.nanoTime() < deadline) {
                handmade.wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
            handmade.lastBatch =
                    List.copyOf(handmade.waiting.subList(0, Math.min(MOST_UPDATES, handmade.waiting.size())));
            handmade.lastBatch.forEach(batch::add);
        }
        ObjectNode body = JSON.createObjectNode().put("ok", true);
        body.set("result", batch);
        return new LocalBotApi.Answer(200, body);
    }
}

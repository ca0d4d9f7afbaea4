package org.komir.bot.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.intake.Drafts.StoredRecord;
import org.komir.bot.intake.SignedText;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Submissions.Submission;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.bot.testing.BotProcess;
import org.komir.bot.testing.Eventually;
import org.komir.bot.testing.RedisServer;
import org.komir.crypto.CaseKey;
import org.komir.crypto.Compartment;
import org.komir.crypto.Identity;
import org.komir.crypto.Purpose;
import org.komir.crypto.Sealed;
import org.komir.crypto.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether the time of an answer tells that there is a mailbox: one that there is and random ones that there are not are asked for in random order, and the two
 * sets of times compared by Welch's t-test, whole and with their slowest cut off at many places (Reparaz, Balasch, Verbauwhede, "Dude, is my code constant
 * time?", 2017). |t| below 4.5 is no evidence of a difference. Measured by hand, never by {@code mvn verify}, since a time is never a fact:
 * {@code -Dtest=MailboxTiming -Dkomir.timing-requests=40000}.
 */
class MailboxTiming {
    private static final int REQUESTS = Integer.getInteger("komir.timing-requests", 20_000);
    private static final int LINES = Integer.getInteger("komir.timing-lines", 8);
    private static final int WARM_UP = 400;
    private static final double MOST_T = 4.5;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    @Test
    void an_answer_out_of_sqlite_tells_nothing_by_its_time(@TempDir Path folder) throws Exception {
        measure("SQLite", "sqlite:" + folder.resolve("komir.db"), folder);
    }

    @Test
    void an_answer_out_of_redis_tells_nothing_by_its_time(@TempDir Path folder) throws Exception {
        measure("Redis", REDIS.url(), folder);
    }

    private static void measure(String name, String setting, Path folder) throws Exception {
        byte[] known = random(32);
        try (Store store = Stores.open(setting)) {
            handIn(store, known);
        }
        int port = freePort();
        Process bot = BotProcess.serving(folder, setting, port, "-Dkomir.form.work=1");
        try (ExecutorService lines = Executors.newFixedThreadPool(LINES)) {
            Eventually.until("the form is served", PATIENCE, () -> isServed(port));
            List<Future<List<Answer>>> all = new ArrayList<>();
            for (int i = 0; i < LINES; i++) {
                all.add(lines.submit(() -> ask(port, known, REQUESTS / LINES)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<List<Answer>> one : all) {
                answers.addAll(one.get());
            }
            assertThat(Math.abs(worst(name, answers))).as(name).isLessThan(MOST_T);
        } finally {
            bot.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isServed(int port) {
        try (Line line = new Line(port)) {
            return !line.ticket().isEmpty();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void handIn(Store store, byte[] mailboxId) throws Exception {
        Identity receipt = Identity.generate(RANDOM);
        CaseKey key = new CaseKey(receipt.recipient(), Sealed.stored(Purpose.CASE_KEY, random(10)));
        String mailbox =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(mailboxId));
        store.handIn(new Submission(
                new CaseId(HexFormat.of().formatHex(random(16))),
                true,
                Map.of(Compartment.CASE, key),
                List.of(new StoredRecord(0, Compartment.CASE, Sealed.stored(Purpose.TESTIMONY, random(10)))),
                new Mailbox(
                        mailbox,
                        receipt.recipient(),
                        SigningKey.generate(RANDOM).verifyingKey()),
                new SignedText("", random(64)),
                LocalDate.now(ZoneOffset.UTC)));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private record Answer(boolean known, double micros) {}

    private static List<Answer> ask(int port, byte[] known, int requests) throws Exception {
        List<Answer> answers = new ArrayList<>(requests);
        for (int i = -WARM_UP / LINES; i < requests; ) {
            // One line a ticket: the server ends each after a hundred requests.
            try (Line line = new Line(port)) {
                String ticket = line.ticket();
                for (int visit = 0; visit < Work.VISITS; visit++, i++) {
                    boolean there = RANDOM.nextBoolean();
                    String body =
                            "{\"mailbox\":\"" + Base64.getEncoder().encodeToString(there ? known : random(32)) + "\"}";
                    byte[] request = Line.request("/mailbox", body, "Komir-Ticket: " + ticket + "\r\n");
                    long begun = System.nanoTime();
                    line.send(request);
                    double micros = (System.nanoTime() - begun) / 1000.0;
                    if (i >= 0) {
                        answers.add(new Answer(there, micros));
                    }
                }
            }
        }
        return answers;
    }

    /** @return the t that is furthest from 0 */
    private static double worst(String name, List<Answer> answers) {
        double[] sorted = answers.stream().mapToDouble(Answer::micros).sorted().toArray();
        double worst = 0;
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%n%s, %,d answers | known: mean µs | unknown | t%n", name, answers.size()));
        for (int percent : new int[] {100, 99, 95, 90, 80, 70, 60, 50, 25}) {
            double most = sorted[Math.max(0, sorted.length * percent / 100 - 1)];
            Sample known = Sample.of(answers, true, most);
            Sample unknown = Sample.of(answers, false, most);
            double t = known.welch(unknown);
            worst = Math.abs(t) > Math.abs(worst) ? t : worst;
            table.append(String.format(
                    Locale.ROOT, "the fastest %d %% | %.1f | %.1f | %.2f%n", percent, known.mean, unknown.mean, t));
        }
        // for whoever measures: it is the result
        System.out.print(table);
        return worst;
    }

    private record Sample(int size, double mean, double variance) {
        static Sample of(List<Answer> answers, boolean known, double most) {
            double[] micros = answers.stream()
                    .filter(answer -> answer.known() == known && answer.micros() <= most)
                    .mapToDouble(Answer::micros)
                    .toArray();
            double mean = Arrays.stream(micros).average().orElseThrow();
            double squares =
                    Arrays.stream(micros).map(x -> (x - mean) * (x - mean)).sum();
            return new Sample(micros.length, mean, squares / (micros.length - 1));
        }

        double welch(Sample other) {
            return (mean - other.mean) / Math.sqrt(variance / size + other.variance / other.size);
        }
    }

    /** One connection that stays, so that nothing but the answer takes time. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Line(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        }

        static byte[] request(String path, String body, String headers) {
            return ("POST /form/api" + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(ISO_8859_1);
        }

        String ticket() throws IOException {
            JsonNode asked = JSON.readTree(send(request("/work", "", "")));
            Work.Challenge challenge = new Work.Challenge(
                    asked.path("challenge").asString(), asked.path("bits").asInt());
            String nonce = Base64.getEncoder().encodeToString(WorkTest.done(challenge));
            String body = "{\"challenge\":\"" + challenge.challenge() + "\",\"nonce\":\"" + nonce + "\"}";
            return JSON.readTree(send(request("/tickets", body, "")))
                    .path("ticket")
                    .asString();
        }

        /** @return the body of a 200 */
        byte[] send(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            String status = line();
            int length = -1;
            boolean chunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                length = lower.startsWith("content-length:")
                        ? Integer.parseInt(lower.substring(15).strip())
                        : length;
                chunked |= lower.equals("transfer-encoding: chunked");
            }
            byte[] body = chunked ? chunks() : in.readNBytes(length);
            assertThat(status).as(new String(body, UTF_8)).startsWith("HTTP/1.1 200");
            return body;
        }

        private byte[] chunks() throws IOException {
            StringBuilder all = new StringBuilder();
            for (int size = size(); size > 0; size = size()) {
                all.append(new String(in.readNBytes(size), ISO_8859_1));
                line();
            }
            line();
            return all.toString().getBytes(ISO_8859_1);
        }

        private int size() throws IOException {
            return Integer.parseInt(line(), 16);
        }

        private String line() throws IOException {
            StringBuilder text = new StringBuilder();
            InputStream bytes = in;
            for (int next = bytes.read(); next != '\n'; next = bytes.read()) {
                if (next < 0) {
                    throw new IOException("the server ended the line");
                }
                text.append((char) next);
            }
            return text.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

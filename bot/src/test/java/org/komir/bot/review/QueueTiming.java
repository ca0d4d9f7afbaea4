package org.komir.bot.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.komir.bot.review.ReviewServer.AIGUL;
import static org.komir.bot.review.ReviewServer.RANDOM;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.komir.bot.intake.CaseId;
import org.komir.bot.testing.MadeUpReceipt;

/**
 * How long the server works on the queue where 10,000 cases wait (SQLite, over a socket), and how large its answer is. Measured by hand, never by {@code mvn verify}, since a time is never a fact: {@code -Dtest=QueueTiming}.
 */
class QueueTiming {
    private static final int CASES = Integer.getInteger("komir.timing-cases", 10_000);
    private static final int RUNS = 21;

    @Test
    void the_queue_of_many_cases(@TempDir Path folder) throws Exception {
        try (ReviewServer server = new ReviewServer(folder)) {
            List<CaseId> ids = new ArrayList<>();
            MadeUpReceipt receipt = MadeUpReceipt.made(RANDOM);
            for (int i = 0; i < CASES; i++) {
                ids.add(server.handInOnly(receipt.another(RANDOM)));
            }
            server.store.release();
            server.store.countDays(server.today());
            HttpResponse<String> whole = server.get(AIGUL, "/api/queue");
            String tag = whole.headers().firstValue("ETag").orElseThrow();
            List<Long> wholes = new ArrayList<>();
            List<Long> same = new ArrayList<>();
            List<Long> claims = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                wholes.add(nanos(() ->
                        assertThat(server.get(AIGUL, "/api/queue").statusCode()).isEqualTo(200)));
                same.add(nanos(() -> assertThat(server.get(AIGUL, "/api/queue", Map.of("If-None-Match", tag))
                                .statusCode())
                        .isEqualTo(304)));
            }
            for (int i = 0; i < RUNS; i++) {
                String path = "/api/cases/" + ids.get(i).hex();
                claims.add(nanos(
                        () -> assertThat(server.post(AIGUL, path + "/claim").statusCode())
                                .isEqualTo(204)));
            }
            int packed = server.getBytes(AIGUL, "/api/queue", Map.of("Accept-Encoding", "gzip")).length;
            System.out.printf(
                    Locale.ROOT,
                    "| cases | bytes | gzip | whole, ms | nothing changed, ms | claim, ms |%n|---|---|---|---|---|---|%n| %d | %d | %d | %s | %s | %s |%n",
                    CASES,
                    whole.body().length(),
                    packed,
                    spread(wholes),
                    spread(same),
                    spread(claims));
        }
    }

    private interface Asked {
        void run() throws Exception;
    }

    private static long nanos(Asked asked) throws Exception {
        long begun = System.nanoTime();
        asked.run();
        return System.nanoTime() - begun;
    }

    /** The median, the least and the most. */
    private static String spread(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return "%.0f (%.0f to %.0f)"
                .formatted(sorted.get(sorted.size() / 2) / 1e6, sorted.getFirst() / 1e6, sorted.getLast() / 1e6);
    }
}

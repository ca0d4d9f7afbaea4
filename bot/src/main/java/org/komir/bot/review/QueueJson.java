package org.komir.bot.review;

import java.time.LocalDate;
import java.util.Optional;
import org.komir.bot.review.Cases.Lease;
import org.komir.bot.review.Cases.Queued;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A line of the queue, as the console is given it ({@code docs/record-format.md}, step 38). */
final class QueueJson {
    private QueueJson() {}

    /**
     * @param me id of whoever asks
     * @param today UTC
     */
    static ObjectNode line(Queued queued, String me, LocalDate today) {
        Optional<Lease> lease = queued.lease();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("case", queued.id().hex());
        line.put("urgent", queued.urgent());
        line.put("news", queued.news());
        line.put("state", lease.isPresent() ? "claimed" : "waiting");
        line.put("holder", lease.map(Lease::holder).orElse(null));
        line.put("leaseUntil", lease.map(l -> l.until().toString()).orElse(null));
        line.put("mine", lease.filter(l -> l.holder().equals(me)).isPresent());
        queued.standing().ifPresent(standing -> {
            ObjectNode found = line.putObject("standing");
            found.put("kind", standing.kind().word());
            found.put("whole", standing.whole());
            ArrayNode by = found.putArray("by");
            standing.by().forEach(by::add);
        });
        queued.known().urgency().ifPresent(urgency -> line.put("urgency", urgency.word()));
        lease.flatMap(Lease::handedBy).ifPresent(by -> line.put("handedBy", by));
        if (QueueOrder.isUnopened(queued, today)) {
            line.put("unopened", true);
        }
        return line;
    }
}

package org.komir.bot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a running server is, without content and without a time at which a family wrote.
 *
 * @param written when this was written; an old one says that the server stopped
 * @param lastPoll when the channel last got an answer, with or without messages in it
 * @param lastWrite when the store last made a write durable that was made to try it; never that of a family's answer
 * @param freeBytes left on the store's disk, where it can be seen
 * @param queue released cases that are not closed
 * @param drafts cases that are still drafts
 * @param directoryVersion of the directory in force, or of the last one
 * @param directoryExpires its last day
 * @param linkKeyDays the days of which there are link keys, oldest first
 */
public record Status(
        Instant written,
        Optional<Instant> lastPoll,
        Optional<Instant> lastWrite,
        OptionalLong freeBytes,
        long queue,
        long drafts,
        int directoryVersion,
        LocalDate directoryExpires,
        List<LocalDate> linkKeyDays) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Status {
        linkKeyDays = List.copyOf(linkKeyDays);
    }

    /** Writes it in one step, so that a reader never sees a half. */
    public void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("written", written.toString());
        lastPoll.ifPresent(time -> json.put("lastPoll", time.toString()));
        lastWrite.ifPresent(time -> json.put("lastWrite", time.toString()));
        freeBytes.ifPresent(bytes -> json.put("freeBytes", bytes));
        json.put("queue", queue);
        json.put("drafts", drafts);
        json.put("directoryVersion", directoryVersion);
        json.put("directoryExpires", directoryExpires.toString());
        ArrayNode days = json.putArray("linkKeyDays");
        linkKeyDays.forEach(day -> days.add(day.toString()));
        NewFile.replace(file, JSON.writeValueAsBytes(json));
    }

    /** Empty where the file is not one of these. */
    public static Optional<Status> read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            List<LocalDate> days = new ArrayList<>();
            json.path("linkKeyDays").forEach(day -> days.add(LocalDate.parse(day.asString(""))));
            return Optional.of(new Status(
                    Instant.parse(json.path("written").asString("")),
                    time(json, "lastPoll"),
                    time(json, "lastWrite"),
                    json.has("freeBytes")
                            ? OptionalLong.of(json.path("freeBytes").asLong())
                            : OptionalLong.empty(),
                    json.path("queue").asLong(),
                    json.path("drafts").asLong(),
                    json.path("directoryVersion").asInt(),
                    LocalDate.parse(json.path("directoryExpires").asString("")),
                    days));
        } catch (JacksonException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(JsonNode json, String field) {
        return json.has(field) ? Optional.of(Instant.parse(json.path(field).asString(""))) : Optional.empty();
    }
}

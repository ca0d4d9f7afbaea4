package org.komir.bot.match;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.komir.bot.web.BrowserPeer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The console's own search, in Node. */
final class Matcher implements AutoCloseable {
    private final BrowserPeer peer = new BrowserPeer("match-peer.ts");

    Matcher() throws IOException {}

    /** @param mode {@code rich} or {@code hashed} */
    Found search(String mode, Round round) throws IOException {
        ObjectNode question = BrowserPeer.asking(mode);
        ArrayNode known = question.putArray("known");
        round.known().forEach(told -> put(known, told));
        ArrayNode asked = question.putArray("asked");
        round.asked().forEach(told -> put(asked, told));
        ArrayNode truth = question.putArray("truth");
        for (int i = 0; i < round.asked().size(); i++) {
            truth.add(i);
        }
        List<Found> found = new ArrayList<>();
        JsonNode answers = peer.ask(question).get("answers");
        for (int i = 0; i < answers.size(); i++) {
            JsonNode answer = answers.get(i);
            int rank = answer.get("rank").intValue();
            List<Integer> likely = numbers(answer.get("likely"));
            List<Integer> suggested = new ArrayList<>(likely);
            suggested.addAll(numbers(answer.get("possible")));
            found.add(new Found(
                    List.of(rank == 0 ? round.known().size() + 1 : rank), counted(likely, i), counted(suggested, i)));
        }
        return Found.together(found);
    }

    /**
     * Of all pairs.
     *
     * @param truePairs how many are of one person
     */
    record Pairs(double seconds, int pairs, int likely, int truePairs, int trueLikely) {}

    /** @param twice from there on each is the same person as the one that stands so far from the beginning */
    Pairs pairs(List<Told> all, int twice) throws IOException {
        ObjectNode question = BrowserPeer.asking("pairs");
        ArrayNode known = question.putArray("known");
        all.forEach(told -> put(known, told));
        question.put("twice", twice);
        JsonNode answer = peer.ask(question);
        return new Pairs(
                answer.get("milliseconds").doubleValue() / 1000,
                answer.get("pairs").intValue(),
                answer.get("likely").intValue(),
                answer.get("truePairs").intValue(),
                answer.get("trueLikely").intValue());
    }

    private static Found.Suggestions counted(List<Integer> suggested, int truth) {
        return new Found.Suggestions(1, suggested.size(), suggested.contains(truth) ? 1 : 0);
    }

    private static List<Integer> numbers(JsonNode list) {
        List<Integer> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.intValue()));
        return numbers;
    }

    private static void put(ArrayNode people, Told told) {
        ObjectNode person = people.addObject();
        person.putArray("names").add(told.name());
        if (told.year() != null) {
            person.put("birth", String.valueOf(told.year()));
        }
        if (told.county() != null) {
            person.put("place", told.county());
        }
    }

    @Override
    public void close() {
        peer.close();
    }
}

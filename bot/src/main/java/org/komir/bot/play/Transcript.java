package org.komir.bot.play;

import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as a text file: what the family does stands behind {@code > }, what is then wanted behind {@code   }; lines that
 * begin with {@code # } say what the transcript is for.
 */
public record Transcript(List<String> about, List<Exchange> exchanges) {

    /** @param wanted the lines that {@link Player#play} answers */
    public record Exchange(String act, List<String> wanted) {
        public Exchange {
            wanted = List.copyOf(wanted);
        }
    }

    private static final String ABOUT = "# ";
    private static final String ACT = "> ";
    private static final String WANTED = "  ";

    public Transcript {
        about = List.copyOf(about);
        exchanges = List.copyOf(exchanges);
    }

    /** @throws IllegalArgumentException if a line is none of the three kinds */
    public static Transcript parse(String text) {
        List<String> about = new ArrayList<>();
        List<Exchange> exchanges = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(ABOUT)) {
                about.add(line.substring(ABOUT.length()));
            } else if (line.startsWith(ACT)) {
                exchanges.add(new Exchange(line.substring(ACT.length()).replace("\\n", "\n"), List.of()));
            } else if (line.isEmpty() || line.startsWith(WANTED)) {
                if (exchanges.isEmpty()) {
                    continue;
                }
                Exchange last = exchanges.removeLast();
                List<String> wanted = new ArrayList<>(last.wanted());
                wanted.add(line.isEmpty() ? "" : line.substring(WANTED.length()));
                exchanges.add(new Exchange(last.act(), wanted));
            } else {
                throw new IllegalArgumentException("a line that is no comment, act or effect: " + line);
            }
        }
        return new Transcript(about, exchanges);
    }

    /** Plays the acts again. */
    public Transcript replayed(Player player) {
        return new Transcript(
                about,
                exchanges.stream()
                        .map(exchange -> new Exchange(exchange.act(), player.play(exchange.act())))
                        .toList());
    }

    public String print() {
        StringBuilder text = new StringBuilder();
        about.forEach(line -> text.append(ABOUT).append(line).append('\n'));
        for (Exchange exchange : exchanges) {
            text.append(ACT).append(exchange.act().replace("\n", "\\n")).append('\n');
            for (String line : exchange.wanted()) {
                text.append(line.isEmpty() ? "" : WANTED + line).append('\n');
            }
        }
        return text.toString();
    }
}

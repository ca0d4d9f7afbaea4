package org.komir.bot.play;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Conversation;

/**
 * Plays the conversation in a terminal. A line is written text, a command such as {@code /stop}, or the number of a button; an empty line
 * ends, and the transcript is printed, ready to become a test.
 */
public final class PlayCommand {
    private final Conversation conversation;
    private final Clock clock;
    private final BufferedReader in;
    private final PrintWriter out;

    public PlayCommand(Conversation conversation, Clock clock, BufferedReader in, PrintWriter out) {
        this.conversation = conversation;
        this.clock = clock;
        this.in = in;
        this.out = out;
    }

    public void run() throws IOException {
        Player player = new Player(conversation, LocalDate.now(clock));
        List<Transcript.Exchange> played = new ArrayList<>();
        String act = "/start";
        while (!act.isEmpty()) {
            try {
                List<String> told = player.play(act);
                played.add(new Transcript.Exchange(act, told));
                told.stream().filter(line -> !line.startsWith("[")).forEach(out::println);
                numbered(player);
            } catch (IllegalArgumentException noSuchButton) {
                out.println(noSuchButton.getMessage());
            }
            out.print("> ");
            out.flush();
            String line = in.readLine();
            act = line == null ? "" : pressed(player, line.strip());
        }
        out.println();
        out.print(new Transcript(List.of("played on " + LocalDate.now(clock)), played).print());
        out.flush();
    }

    private void numbered(Player player) {
        List<Card.Button> buttons = buttons(player);
        for (int i = 0; i < buttons.size(); i++) {
            out.println("  " + (i + 1) + "  " + buttons.get(i).label());
        }
    }

    private static String pressed(Player player, String line) {
        List<Card.Button> buttons = buttons(player);
        boolean number =
                line.matches("[0-9]{1,2}") && Integer.parseInt(line) >= 1 && Integer.parseInt(line) <= buttons.size();
        return number ? "[" + buttons.get(Integer.parseInt(line) - 1).label() + "]" : line;
    }

    private static List<Card.Button> buttons(Player player) {
        return player.card().stream()
                .flatMap(card -> card.rows().stream())
                .flatMap(List::stream)
                .toList();
    }
}

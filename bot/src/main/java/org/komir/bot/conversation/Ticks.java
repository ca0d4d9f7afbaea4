package org.komir.bot.conversation;

import java.util.Optional;

/**
 * The ticks of a question with several options, while they are being set. They travel in the buttons and are in no state; a
 * channel that keeps the latest ticks of a chat in memory can put them in the place of those that a button carries, so that
 * two quick taps on one card do not lose the first.
 *
 * @param turn of the session that showed the card
 * @param set one bit per option
 */
public record Ticks(int turn, int set) {

    /** The ticks that a button carries; empty for every other button. */
    public static Optional<Ticks> in(String token) {
        return Token.parse(token).filter(Ticks::carried).map(t -> new Ticks(t.turn(), t.ticks()));
    }

    /** The same button with these ticks. */
    public String into(String token) {
        return Token.parse(token)
                .filter(Ticks::carried)
                .map(t -> new Token(t.turn(), t.verb(), t.first(), Integer.toString(set)).toString())
                .orElse(token);
    }

    /** The ticks after this button was pressed, for a question of this type. */
    public static Ticks after(String token, QuestionType.Multi question) {
        Token pressed = Token.parse(token).orElseThrow();
        return new Ticks(pressed.turn(), pressed(pressed, question));
    }

    static int pressed(Token token, QuestionType.Multi question) {
        Optional<Integer> option = token.index(question.options().size());
        if (option.isEmpty()) {
            return token.ticks();
        }
        int bit = 1 << option.get();
        if (token.verb().equals(Token.UNTICK)) {
            return token.ticks() & ~bit;
        }
        if (!token.verb().equals(Token.TICK)) {
            return token.ticks();
        }
        int alone = question.exclusive()
                .map(exclusive -> 1 << question.options().indexOf(exclusive))
                .orElse(0);
        return bit == alone ? bit : (token.ticks() | bit) & ~alone;
    }

    private static boolean carried(Token token) {
        return switch (token.verb()) {
            case Token.TICK, Token.UNTICK, Token.DONE -> true;
            default -> false;
        };
    }
}

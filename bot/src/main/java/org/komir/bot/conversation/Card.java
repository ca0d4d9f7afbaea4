package org.komir.bot.conversation;

import java.util.List;
import java.util.Optional;

/**
 * The one live message of a conversation, as it is to be shown.
 *
 * @param text final words in the reader's language
 * @param rows of buttons, from top to bottom
 * @param covered a part of the text that is covered until it is touched. Such a card is shown once and never stored.
 */
public record Card(String text, boolean rightToLeft, List<List<Button>> rows, Optional<String> covered) {
    public Card {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** A card on which nothing is covered. */
    public Card(String text, boolean rightToLeft, List<List<Button>> rows) {
        this(text, rightToLeft, rows, Optional.empty());
    }

    @Override
    public String toString() {
        return covered.isPresent() ? "[redacted]" : text + " " + rows;
    }

    /**
     * @param label final words
     * @param token at most {@link #LONGEST_TOKEN} bytes of ASCII; comes back as {@link Input.Tap}. It holds numbers of
     *     options and not what they mean. Empty where the button leads to an address.
     * @param address where the button leads, if it leads out of the conversation: a plain link that says nothing of whoever presses it
     */
    public record Button(String label, String token, Optional<String> address) {
        /** The limit of Telegram's {@code callback_data} (Bot API, InlineKeyboardButton). */
        public static final int LONGEST_TOKEN = 64;

        /** A button that comes back as a tap. */
        public Button(String label, String token) {
            this(label, token, Optional.empty());
        }

        /** A button that leads out of the conversation. */
        public static Button to(String address, String label) {
            return new Button(label, "", Optional.of(address));
        }
    }
}

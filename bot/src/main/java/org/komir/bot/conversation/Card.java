package org.komir.bot.conversation;

import java.util.List;

/**
 * The one live message of a conversation, as it is to be shown.
 *
 * @param text final words in the reader's language
 * @param rows of buttons, from top to bottom
 */
public record Card(String text, boolean rightToLeft, List<List<Button>> rows) {
    public Card {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * @param label final words
     * @param token at most {@link #LONGEST_TOKEN} bytes of ASCII; comes back as {@link Input.Tap}. It holds numbers of
     *     options and not what they mean.
     */
    public record Button(String label, String token) {
        /** The limit of Telegram's {@code callback_data} (Bot API, InlineKeyboardButton). */
        public static final int LONGEST_TOKEN = 64;
    }
}

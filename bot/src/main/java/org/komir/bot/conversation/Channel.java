package org.komir.bot.conversation;

import java.util.Optional;

/**
 * What a channel has beside the questions.
 *
 * @param number whether a number to come back with is offered before a case is handed in; the sealed form makes it in its own page
 * @param news whether a family can ask to be told in the channel when there is news
 * @param form the address of the sealed form, the same for everybody; a button leads there
 */
public record Channel(boolean number, boolean news, Optional<String> form) {

    /** Questions, and nothing beside. */
    public static final Channel QUESTIONS_ONLY = new Channel(false, false, Optional.empty());
}

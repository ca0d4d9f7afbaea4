package org.komir.bot.conversation;

import java.util.List;
import java.util.Optional;

/**
 * One turn of a conversation: where it goes on, if it does, and what is to be done.
 *
 * @param session empty before the consent and after the end
 */
public record Step(Optional<Session> session, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}

package org.komir.bot.testing;

import java.util.Optional;
import java.util.Set;
import org.komir.bot.conversation.Channel;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Questionnaire;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.Questionnaires;

/** What the project ships in {@code config}, loaded once for all tests. */
public final class Shipped {
    private static final Questionnaires QUESTIONNAIRES = Questionnaires.load(ConfigSource.classPath());

    private Shipped() {}

    public static Questionnaires questionnaires() {
        return QUESTIONNAIRES;
    }

    /** The questionnaire that most tests go through. */
    public static Questionnaire questionnaire() {
        return QUESTIONNAIRES.byId("detained-relative").orElseThrow();
    }

    /** As in the sealed form. */
    public static Conversation conversation() {
        return conversation(Channel.QUESTIONS_ONLY);
    }

    /** As in the chat. */
    public static Conversation chat() {
        return conversation(new Channel(true, true, Optional.empty()));
    }

    public static Conversation conversation(Channel channel) {
        return new Conversation(
                QUESTIONNAIRES.all(),
                QUESTIONNAIRES.current(),
                QUESTIONNAIRES.texts(),
                QUESTIONNAIRES.places(),
                Set.of(),
                channel);
    }
}

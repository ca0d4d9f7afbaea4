package org.komir.bot.testing;

import org.komir.bot.conversation.Conversation;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.Questionnaires;

/** What the project ships in {@code config}, loaded once for all tests. */
public final class Shipped {
    private static final Questionnaires QUESTIONNAIRES = Questionnaires.load(ConfigSource.classPath());

    private Shipped() {}

    public static Questionnaires questionnaires() {
        return QUESTIONNAIRES;
    }

    public static Conversation conversation() {
        return new Conversation(
                QUESTIONNAIRES.all(),
                QUESTIONNAIRES.offered(),
                QUESTIONNAIRES.texts(),
                QUESTIONNAIRES.places());
    }
}

package org.komir.bot;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.practice.LocalBotApi;
import org.komir.bot.practice.PracticeController;
import org.komir.bot.practice.PracticeOrganisation;
import org.komir.bot.practice.PracticeTelegram;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.telegram.BotApi;
import org.komir.bot.telegram.BotToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What is there only while nothing is configured: a Telegram of our own, and an invented organisation. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${komir.directory:}' == ''")
class PracticeMode {
    private static final Logger LOG = LoggerFactory.getLogger(PracticeMode.class);

    /** Not a secret: the practice Telegram takes every token. */
    private static final String TOKEN = "4242:PRACTICE";

    /** The bot polls this process itself, unless another Bot API on this machine is set (a load test). */
    static BotApi botApi(Settings settings, Environment environment) {
        URI api = settings.telegram().api();
        boolean own = api.equals(BotApi.TELEGRAM);
        return new BotApi(own ? URI.create("http://127.0.0.1:" + port(environment)) : api, BotToken.of(TOKEN));
    }

    private static String port(Environment environment) {
        return environment.getProperty("local.server.port", "8080");
    }

    @Bean
    LocalBotApi localBotApi(Clock clock, SecureRandom random) {
        return new LocalBotApi(clock, random);
    }

    @Bean
    PracticeTelegram practiceTelegram(LocalBotApi telegram) {
        return new PracticeTelegram(telegram);
    }

    /** After the directory, whose bean makes the folder. */
    @Bean
    PracticeOrganisation practiceOrganisation(
            Settings settings,
            CurrentDirectory made,
            FormData form,
            Recordings recordings,
            Clock clock,
            SecureRandom random)
            throws IOException {
        return PracticeOrganisation.at(
                settings.data().resolve("practice"), form.sha256(), recordings.listSha256(), clock, random);
    }

    @Bean
    PracticeController practiceController(PracticeOrganisation organisation) {
        return new PracticeController(organisation);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> practiceWelcome(Environment environment) {
        return ready -> LOG.info(
                "PRACTICE: open {} in a browser. Nothing real belongs here.", "http://localhost:" + port(environment));
    }
}

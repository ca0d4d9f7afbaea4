package org.komir.bot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.komir.bot.conversation.Channel;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Housekeeping;
import org.komir.bot.intake.Intake;
import org.komir.bot.intake.LinkKeys;
import org.komir.bot.intake.News;
import org.komir.bot.intake.Numbers;
import org.komir.bot.questionnaires.Language;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.store.Store;
import org.komir.bot.telegram.BotApi;
import org.komir.bot.telegram.BotToken;
import org.komir.bot.telegram.TelegramChannel;
import org.komir.crypto.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** The side that families meet: it can seal and cannot open. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${komir.profile:both}'.toLowerCase() != 'review'")
class WitnessProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessProcess.class);

    @Bean
    LinkKeys linkKeys(Settings settings, Clock clock, SecureRandom random) throws IOException {
        Path file = settings.linkKeys() == null ? defaultLinkKeys(settings) : settings.linkKeys();
        if (!LinkKeys.inMemory(file)) {
            if (!settings.practice()) {
                throw new Settings.UnfitSettings(
                        "komir.link-keys must be on a file system in memory (tmpfs): on a disk it would outlive the power switch");
            }
            LOG.warn("the link keys lie on a disk; in practice mode nothing depends on it");
        }
        return LinkKeys.open(file, clock, random);
    }

    /** One file for each data folder, so that two installations on one machine do not share keys. */
    private static Path defaultLinkKeys(Settings settings) {
        String folder =
                Integer.toHexString(settings.data().toAbsolutePath().normalize().hashCode());
        return Path.of("/dev/shm", "komir-" + System.getProperty("user.name") + "-" + folder, "link-keys");
    }

    @Bean
    Conversation conversation(
            Questionnaires questionnaires,
            Recordings recordings,
            Settings settings,
            ObjectProvider<News> news,
            Environment environment) {
        Optional<String> form = Optional.ofNullable(settings.form().address())
                .map(URI::toString)
                .or(() -> settings.practice() ? PracticeMode.formAddress(environment) : Optional.empty());
        Channel chat = new Channel(true, news.getIfAvailable() != null, form);
        return conversationOf(questionnaires, recordings.inChat(), chat);
    }

    static Conversation conversationOf(Questionnaires questionnaires, Set<String> recordings, Channel channel) {
        return new Conversation(
                questionnaires.all(),
                questionnaires.current(),
                questionnaires.texts(),
                questionnaires.places(),
                recordings,
                channel);
    }

    @Bean(destroyMethod = "close")
    Numbers numbers() {
        return new Numbers();
    }

    @Bean
    Intake intake(
            Conversation conversation,
            Questionnaires questionnaires,
            Store store,
            Numbers numbers,
            LinkKeys linkKeys,
            CurrentDirectory directory,
            Sealer sealer,
            SealedFiles files,
            Settings settings,
            Clock clock,
            SecureRandom random)
            throws IOException {
        files.removeUnfinished();
        return new Intake(
                conversation,
                questionnaires.texts(),
                store,
                new Intake.ComingBack(store, store, numbers, clock, Optional.of(directory::lastSigned)),
                linkKeys,
                directory::directory,
                directory::lastRead,
                sealer,
                files,
                settings.telegram().largestFile().toBytes(),
                random);
    }

    @Bean(destroyMethod = "close")
    WitnessTimetable witnessTimetable(
            Settings settings, Store store, LinkKeys linkKeys, Sealer sealer, SealedFiles files, Clock clock) {
        Settings.Release usual = settings.practice() ? Settings.Release.NOW : Settings.Release.DAILY;
        Settings.Release release = settings.release() == null ? usual : settings.release();
        return new WitnessTimetable(
                store,
                new Housekeeping(store, store, linkKeys, sealer, files, clock),
                release,
                settings.releaseAt(),
                clock);
    }

    /** Lazy: the practice Telegram is this process, whose port is only known once it listens. */
    @Bean
    @Lazy
    BotApi botApi(Settings settings, Environment environment) {
        if (settings.practice()) {
            return PracticeMode.botApi(settings, environment);
        }
        return new BotApi(
                settings.telegram().api(),
                token(Objects.requireNonNull(settings.telegram().tokenFile())));
    }

    private static BotToken token(Path file) {
        try {
            return BotToken.read(file);
        } catch (NoSuchFileException missing) {
            throw new Settings.UnfitSettings("komir.telegram.token-file: there is no file " + file);
        } catch (IOException | IllegalArgumentException unfit) {
            throw new Settings.UnfitSettings("komir.telegram.token-file: " + unfit.getMessage());
        }
    }

    @Bean(destroyMethod = "close")
    @Lazy
    TelegramChannel telegramChannel(
            BotApi api,
            Intake intake,
            Questionnaires questionnaires,
            Settings settings,
            ObjectProvider<News> news,
            Clock clock,
            SecureRandom random) {
        UnaryOperator<String> languageFor =
                code -> questionnaires.suggestedBy(code).map(Language::tag).orElse("");
        return new TelegramChannel(
                api,
                intake,
                languageFor,
                settings.recordings(),
                Optional.ofNullable(news.getIfAvailable()),
                clock,
                random);
    }

    @Bean(destroyMethod = "close")
    StatusWriter statusWriter(
            Settings settings,
            Store store,
            CurrentDirectory directory,
            LinkKeys linkKeys,
            ObjectProvider<TelegramChannel> channel,
            Clock clock) {
        return new StatusWriter(
                settings.data().resolve("status.json"),
                store,
                directory,
                linkKeys,
                () -> channel.getObject().lastSuccessfulPoll(),
                clock);
    }

    /** Families are answered only when everything is there. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> channelStart(
            ObjectProvider<TelegramChannel> channel, WitnessTimetable timetable, StatusWriter status) {
        return ready -> {
            timetable.start();
            channel.getObject().start();
            status.start();
        };
    }
}

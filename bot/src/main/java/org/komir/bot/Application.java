package org.komir.bot;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.directory.RevocationsFile;
import org.komir.bot.directory.RootKey;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.files.Uploads;
import org.komir.bot.practice.PracticeOrganisation;
import org.komir.bot.questionnaires.ConfigSource;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Questionnaires;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.review.Failures;
import org.komir.bot.review.Headers;
import org.komir.bot.store.Store;
import org.komir.bot.store.Stores;
import org.komir.crypto.Sealer;
import org.komir.crypto.VerifyingKey;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/** What both sides share; {@link WitnessProcess}, {@link FormProcess}, {@link ReviewProcess} and {@link PracticeMode} are the rest. No component scan. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(Settings.class)
@Import({WitnessProcess.class, FormProcess.class, ReviewProcess.class, PracticeMode.class})
class Application {

    @Bean
    Headers headers() {
        return new Headers();
    }

    @Bean
    Failures failures() {
        return new Failures();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecureRandom random() {
        return new SecureRandom();
    }

    @Bean
    Sealer sealer() {
        return new Sealer();
    }

    @Bean
    SealedFiles sealedFiles(Settings settings, Clock clock) throws IOException {
        settings.check();
        return SealedFiles.at(settings.filesFolder(), SealedFiles.USUAL_RESERVE, clock);
    }

    /** One for both sides where they are one process: it knows which file a piece is being taken of. */
    @Bean
    Uploads uploads(SealedFiles files) {
        return new Uploads(files);
    }

    @Bean
    Questionnaires questionnaires(Settings settings) {
        settings.check();
        return Questionnaires.load(
                settings.config() == null ? ConfigSource.classPath() : ConfigSource.folder(settings.config()));
    }

    @Bean
    FormData formData(Questionnaires questionnaires) {
        return FormData.of(questionnaires);
    }

    /** Lazy: the volunteers' side plays none, and need not have the folder. */
    @Bean
    @Lazy
    Recordings recordings(Settings settings, Questionnaires questionnaires) throws IOException {
        return Recordings.in(settings.recordings(), questionnaires);
    }

    @Bean(destroyMethod = "close")
    Store store(Settings settings) {
        settings.check();
        return Stores.open(settings.store());
    }

    @Bean
    CurrentDirectory directory(
            Settings settings,
            Store store,
            FormData form,
            ObjectProvider<Recordings> recordings,
            Clock clock,
            SecureRandom random)
            throws IOException {
        settings.check();
        Path file;
        VerifyingKey root;
        if (settings.practice()) {
            PracticeOrganisation practice = PracticeOrganisation.at(
                    settings.data().resolve("practice"),
                    form.sha256(),
                    recordings.getObject().listSha256(),
                    clock,
                    random);
            file = practice.directory();
            root = practice.rootKey();
        } else {
            file = Objects.requireNonNull(settings.directory());
            root = RootKey.read(Objects.requireNonNull(settings.rootKey()));
        }
        RevocationsFile revocations = settings.revocations() == null
                ? RevocationsFile.beside(file)
                : new RevocationsFile(settings.revocations());
        return new CurrentDirectory(
                file, revocations, root, clock, store::directoryVersion, store::directoryVersionSeen);
    }

    @Bean(destroyMethod = "close")
    DirectoryWatch directoryWatch(CurrentDirectory directory) {
        return new DirectoryWatch(directory);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> directoryWatchStart(DirectoryWatch watch) {
        return ready -> watch.start();
    }
}

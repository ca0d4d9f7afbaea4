package org.komir.bot;

import java.security.SecureRandom;
import java.time.Clock;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.files.Uploads;
import org.komir.bot.review.LettersController;
import org.komir.bot.review.LinksController;
import org.komir.bot.review.Login;
import org.komir.bot.review.Pages;
import org.komir.bot.review.ReviewController;
import org.komir.bot.review.RevocationsController;
import org.komir.bot.review.WithdrawnController;
import org.komir.bot.store.Store;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The side that volunteers meet: it moves sealed bytes and holds no key that opens anything. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${komir.profile:both}'.toLowerCase() != 'witness'")
class ReviewProcess {

    @Bean
    Login login(CurrentDirectory directory, Clock clock, SecureRandom random) {
        return new Login(directory::directory, clock, random);
    }

    @Bean
    ReviewController reviewController(
            Store store, SealedFiles files, Login login, CurrentDirectory directory, Clock clock) {
        return new ReviewController(
                store,
                store,
                store,
                store,
                files,
                login,
                () -> directory.inForce().map(CurrentDirectory.InForce::signed),
                clock);
    }

    /** A letter's file may be as large as one of the form. */
    @Bean
    LettersController lettersController(Store store, Uploads uploads, Login login, Settings settings, Clock clock) {
        return new LettersController(
                store, store, uploads, settings.form().largestFile().toBytes(), login, clock);
    }

    @Bean
    LinksController linksController(Store store, Login login, CurrentDirectory directory, Clock clock) {
        return new LinksController(store, store, login, directory::directory, clock);
    }

    @Bean
    WithdrawnController withdrawnController(Store store, Login login, CurrentDirectory directory, Clock clock) {
        return new WithdrawnController(store, store, login, directory::directory, clock);
    }

    @Bean
    RevocationsController revocationsController(Store store, Login login, CurrentDirectory directory, Clock clock) {
        return new RevocationsController(store, login, directory, clock);
    }

    @Bean
    Pages pages() {
        return new Pages(ReviewProcess.class.getClassLoader());
    }
}

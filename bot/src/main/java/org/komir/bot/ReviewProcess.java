package org.komir.bot;

import java.security.SecureRandom;
import java.time.Clock;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.files.Uploads;
import org.komir.bot.review.FreezeController;
import org.komir.bot.review.LettersController;
import org.komir.bot.review.LinksController;
import org.komir.bot.review.LogController;
import org.komir.bot.review.Logbook;
import org.komir.bot.review.Login;
import org.komir.bot.review.MatchController;
import org.komir.bot.review.NeedsController;
import org.komir.bot.review.Pages;
import org.komir.bot.review.PanelsController;
import org.komir.bot.review.QueueController;
import org.komir.bot.review.QueueOrder;
import org.komir.bot.review.ReviewController;
import org.komir.bot.review.RevocationsController;
import org.komir.bot.review.SealedSizes;
import org.komir.bot.review.WithdrawnController;
import org.komir.bot.review.WorkController;
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
        return new Login(directory::directory, directory::isFrozen, clock, random);
    }

    @Bean
    QueueOrder queueOrder(SecureRandom random) {
        return new QueueOrder(random);
    }

    @Bean
    Logbook logbook(Store store, Clock clock) {
        return new Logbook(store, clock);
    }

    @Bean
    LogController logController(Store store, Login login, Clock clock) {
        return new LogController(store, store, login, clock);
    }

    @Bean
    ReviewController reviewController(
            Store store,
            Logbook logbook,
            SealedFiles files,
            Login login,
            QueueOrder order,
            CurrentDirectory directory,
            Clock clock) {
        return new ReviewController(
                store,
                store,
                store,
                store,
                store,
                store,
                store,
                logbook,
                files,
                login,
                order,
                () -> directory.inForce().map(CurrentDirectory.InForce::signed),
                directory::directory,
                clock);
    }

    @Bean
    QueueController queueController(
            Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        return new QueueController(store, store, store, logbook, login, directory::directory, clock);
    }

    @Bean
    PanelsController panelsController(
            Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        return new PanelsController(store, store, logbook, login, directory::directory, clock);
    }

    /** A letter's file may be as large as one of the form. */
    @Bean
    LettersController lettersController(
            Store store, Logbook logbook, Uploads uploads, Login login, Settings settings, Clock clock) {
        return new LettersController(
                store, store, logbook, uploads, settings.form().largestFile().toBytes(), login, clock);
    }

    @Bean
    LinksController linksController(
            Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        return new LinksController(store, store, logbook, login, directory::directory, clock);
    }

    @Bean
    WithdrawnController withdrawnController(
            Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        return new WithdrawnController(store, store, logbook, login, directory::directory, clock);
    }

    @Bean
    WorkController workController(Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        SealedSizes sizes = new SealedSizes(directory.lastRead().escrow());
        return new WorkController(store, store, store, logbook, sizes, login, clock);
    }

    @Bean
    MatchController matchController(
            Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        SealedSizes sizes = new SealedSizes(directory.lastRead().escrow());
        return new MatchController(store, store, logbook, sizes, login, directory::directory, clock);
    }

    @Bean
    NeedsController needsController(
            Store store,
            Logbook logbook,
            SealedFiles files,
            QueueOrder order,
            Login login,
            CurrentDirectory directory,
            Clock clock) {
        SealedSizes sizes = new SealedSizes(directory.lastRead().escrow());
        return new NeedsController(store, store, logbook, sizes, files, order, login, clock);
    }

    @Bean
    RevocationsController revocationsController(
            Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        return new RevocationsController(store, store, logbook, login, directory, clock);
    }

    @Bean
    FreezeController freezeController(
            Store store, Logbook logbook, Login login, CurrentDirectory directory, Clock clock) {
        return new FreezeController(store, logbook, login, directory, clock);
    }

    @Bean
    Pages pages() {
        return new Pages(ReviewProcess.class.getClassLoader());
    }
}

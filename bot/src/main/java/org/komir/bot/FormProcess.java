package org.komir.bot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.komir.bot.directory.CurrentDirectory;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.files.Uploads;
import org.komir.bot.form.FormController;
import org.komir.bot.form.FormPage;
import org.komir.bot.form.Proofs;
import org.komir.bot.form.RecordingsController;
import org.komir.bot.form.Statements;
import org.komir.bot.form.SubmissionBytes;
import org.komir.bot.form.WayBackController;
import org.komir.bot.form.Work;
import org.komir.bot.practice.PracticeOrganisation;
import org.komir.bot.questionnaires.FormData;
import org.komir.bot.questionnaires.Recordings;
import org.komir.bot.store.Store;
import org.komir.crypto.Sealer;
import org.komir.crypto.SigningKey;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sealed form, beside the chat: in practice, and wherever an organisation has a key for proofs of receipt. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${komir.profile:both}'.toLowerCase() != 'review'"
        + " && ('${komir.directory:}' == '' || '${komir.intake-key:}' != '')")
class FormProcess {

    /** After the directory, whose bean makes the folder of the practice organisation. */
    @Bean
    SigningKey intakeKey(Settings settings, CurrentDirectory directory) {
        Path file = settings.intakeKey() == null
                ? settings.data().resolve("practice").resolve(PracticeOrganisation.INTAKE_KEY)
                : settings.intakeKey();
        try {
            return SigningKey.parse(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException unfit) {
            throw new Settings.UnfitSettings("komir.intake-key: there is no such key in " + file);
        }
    }

    @Bean
    FormPage formPage(CurrentDirectory directory, FormData data, Recordings recordings, SigningKey intakeKey) {
        return new FormPage(FormProcess.class.getClassLoader(), directory, data, recordings, intakeKey.verifyingKey());
    }

    @Bean
    RecordingsController recordingsController(CurrentDirectory directory, Recordings recordings) {
        return new RecordingsController(directory, recordings);
    }

    /** Families are not asked who they are; what a submission costs instead is work. */
    @Bean
    Work work(Settings settings, Clock clock, SecureRandom random) {
        Settings.Form form = settings.form();
        return new Work(
                form.work(), form.submissionsAnHour(), form.filesOfATicket().toBytes(), clock, random);
    }

    @Bean
    WayBackController wayBackController(
            Work work,
            Store store,
            SealedFiles files,
            CurrentDirectory directory,
            SigningKey intakeKey,
            Sealer sealer,
            Clock clock,
            SecureRandom random) {
        Statements statements =
                new Statements(intakeKey, () -> directory.lastRead().organisation());
        return new WayBackController(work, store, files, statements, sealer, clock, random);
    }

    @Bean
    FormController formController(
            Work work,
            Uploads uploads,
            Store store,
            CurrentDirectory directory,
            SigningKey intakeKey,
            Settings settings,
            Clock clock) {
        return new FormController(
                work,
                uploads,
                store,
                new SubmissionBytes(directory.lastRead().escrow()),
                new Proofs(intakeKey),
                settings.form().largestFile().toBytes(),
                clock);
    }
}

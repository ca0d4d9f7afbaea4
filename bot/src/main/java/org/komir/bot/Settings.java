package org.komir.bot;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings, each also an environment variable ({@code KOMIR_TELEGRAM_TOKEN_FILE}); {@code config/application.yaml} explains them.
 * Secrets are never values here but files.
 *
 * @param store {@code sqlite:PATH} or {@code redis://…}
 * @param directory the file {@code directory.json} that the root key signed; practice mode where there is none
 * @param rootKey the root key's public half, or a file with it
 * @param revocations the file of whom coordinators have revoked, which the volunteers' side writes; {@code revocations.json} beside the directory where there is none
 * @param linkKeys a file on a file system in memory
 * @param files the folder of sealed voice, photos, videos and documents; {@code files} in {@code data} where there is none
 * @param profile which of the two sides this process is
 * @param release when submitted cases reach the reviewers
 * @param config a folder laid out as {@code config} is; what is built in where there is none
 * @param recordings a folder with the questions read aloud, {@code kk-Arab/detained-relative.1/p_name.ogg} (OGG with Opus), and the
 *     organisation's greeting
 * @param intakeKey the file of the key that signs proofs of receipt, which the directory names; without it there is no sealed form
 * @param form the sealed form
 * @param data where practice mode and the status file live
 */
@ConfigurationProperties("komir")
public record Settings(
        Telegram telegram,
        String store,
        @Nullable Path directory,
        @Nullable String rootKey,
        @Nullable Path revocations,
        @Nullable Path linkKeys,
        @Nullable Path files,
        @DefaultValue("both") Profile profile,
        @Nullable Release release,
        @DefaultValue("03:00") LocalTime releaseAt,
        @Nullable Path config,
        @Nullable Path intakeKey,
        @DefaultValue Form form,
        @DefaultValue("data/recordings") Path recordings,
        @DefaultValue("data") Path data) {

    /**
     * @param api scheme, host and port of the Bot API
     * @param largestFile that is taken; Telegram's own Bot API gives no larger one than 20 MB, a self-hosted server up to 2 GB
     */
    public record Telegram(
            @Nullable Path tokenFile,
            @DefaultValue("https://api.telegram.org") URI api,
            @DefaultValue("poll") Mode mode,
            @DefaultValue("20MB") DataSize largestFile) {}

    /**
     * @param address where families find the form: https, or http on this machine; the chat leads there
     * @param largestFile that the form takes, and that a letter to a family can have, sealed
     * @param filesOfATicket all files of one submission together, sealed
     * @param work bits of the work that a submission costs on a usual day; each doubles it
     * @param submissionsAnHour that are usual: twice as many cost a bit more
     */
    public record Form(
            @Nullable URI address,
            @DefaultValue("2GB") DataSize largestFile,
            @DefaultValue("4GB") DataSize filesOfATicket,
            @DefaultValue("16") int work,
            @DefaultValue("200") int submissionsAnHour) {}

    public enum Mode {
        POLL
    }

    public enum Profile {
        WITNESS,
        REVIEW,
        BOTH
    }

    public enum Release {
        /** Once a day, all together, in random order: nobody can tell who came when. */
        DAILY,
        /** Within a second: for practice. */
        NOW
    }

    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    Path filesFolder() {
        return files == null ? data.resolve("files") : files;
    }

    boolean practice() {
        return directory == null;
    }

    /** What contradicts itself, in words for the operator. */
    void check() {
        checkForm();
        if (practice() && telegram.tokenFile() != null) {
            throw new UnfitSettings(
                    "komir.telegram.token-file is set and komir.directory is not: practice mode does not start beside a real"
                            + " token. Set komir.directory and komir.root-key, or take the token away.");
        }
        if (!practice() && rootKey == null) {
            throw new UnfitSettings(
                    "komir.root-key is missing: without it nobody can tell whether komir.directory is yours");
        }
        if (!practice() && profile != Profile.REVIEW && telegram.tokenFile() == null) {
            throw new UnfitSettings(
                    "komir.telegram.token-file is missing: a file with the bot's token, readable for this user only");
        }
    }

    private void checkForm() {
        URI address = form.address();
        if (address == null) {
            return;
        }
        boolean here = "http".equals(address.getScheme()) && HERE.contains(String.valueOf(address.getHost()));
        if (!here && !("https".equals(address.getScheme()) && address.getHost() != null)) {
            throw new UnfitSettings(
                    "komir.form.address must begin with https:// (http:// only on this machine itself)");
        }
        if (address.getUserInfo() != null || address.getQuery() != null || address.getFragment() != null) {
            throw new UnfitSettings(
                    "komir.form.address must be the same for everybody: no user, nothing behind ? or #");
        }
    }

    /** The settings contradict each other. */
    static final class UnfitSettings extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnfitSettings(String message) {
            super(message);
        }
    }
}

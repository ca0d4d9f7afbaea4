package org.komir.bot.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.komir.crypto.Identity;
import org.komir.crypto.IdentityFile;

/** The whole bot as a process of its own, in practice mode against another Telegram, so that it can be killed. */
public final class BotProcess {
    private BotProcess() {}

    /** @param folder where its data, its link keys and {@code bot.log} are */
    public static Process start(Path folder, String store, URI telegram, String... javaOptions) throws IOException {
        return start(folder, store, List.of("--server.port=0", "--komir.telegram.api=" + telegram), javaOptions);
    }

    /** One that serves on this port and is its own Telegram. */
    public static Process serving(Path folder, String store, int port, String... javaOptions) throws IOException {
        return start(folder, store, List.of("--server.port=" + port), javaOptions);
    }

    private static Process start(Path folder, String store, List<String> settings, String... javaOptions)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(javaOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.komir.bot.Komir",
                "--komir.data=" + folder.resolve("data"),
                "--komir.link-keys=" + folder.resolve("link-keys"),
                "--komir.store=" + store,
                "--komir.release=daily"));
        command.addAll(settings);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("bot.log").toFile()))
                .start();
    }

    /** Everybody's keys of the practice organisation that a bot made. */
    public static List<Identity> people(Path folder) throws Exception {
        Path office = folder.resolve("data/practice");
        char[] passphrase =
                Files.readString(office.resolve("passphrase")).strip().toCharArray();
        List<Identity> people = new ArrayList<>();
        for (String id : List.of("aigul", "bolat", "dana")) {
            people.add(IdentityFile.open(Files.readAllBytes(office.resolve(id + ".age")), passphrase)
                    .identity());
        }
        return people;
    }
}

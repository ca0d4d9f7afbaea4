package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An age implementation that is not ours: npm's {@code age-encryption}. */
public final class StockAge {
    private StockAge() {}

    /**
     * What {@code age -d -i PERSON case.key.age | age -d -i - FILE} gives.
     *
     * @param arguments one identity without a passphrase for each layer of the key file; then, where it is not the records that are wanted, {@code --}, a sealed file, and
     *     where its plaintext goes
     * @return the records, a line each
     */
    public static String open(Path exported, String compartment, Path... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(exported.toString(), compartment));
        for (Path argument : arguments) {
            all.add(argument.toString());
        }
        return run("open-with-age.mjs", all);
    }

    /**
     * Opens every key file, record and piece of work of an export.
     *
     * @param identity without a passphrase, of somebody to whom all is sealed
     * @return how many, as JSON: {@code cases}, {@code keys}, {@code records}, {@code work}
     */
    public static String openAll(Path export, Path identity) throws IOException, InterruptedException {
        return run("open-all-with-age.mjs", List.of(export.toString(), identity.toString()))
                .strip();
    }

    private static String run(String script, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "src/test/web/" + script));
        command.addAll(arguments);
        Process age = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(age.getInputStream().readAllBytes(), UTF_8);
        assertThat(age.waitFor()).as(output).isZero();
        return output;
    }
}

package org.komir.bot.questionnaires;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Questions that somebody has read aloud: {@code kk-Arab/detained-relative.1/p_name.ogg}, OGG with Opus in it. An operator records them; a
 * question without a recording simply has no button for it.
 */
public final class Recordings {
    private static final String ENDING = ".ogg";

    private Recordings() {}

    /**
     * The names of what is in a folder, without the ending; none where there is no such folder.
     *
     * @throws BrokenQuestionnaires if a file is there that no question would ever play: its name is a mistake
     */
    public static Set<String> in(Path folder, Questionnaires questionnaires) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        Set<String> found;
        try (Stream<Path> files = Files.walk(folder)) {
            found = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Problems problems = new Problems();
        found.stream()
                .filter(recording -> !isOfAText(recording, questionnaires))
                .forEach(recording ->
                        problems.in(folder + "/" + recording + ENDING).add("", "there is no such text to be read aloud"));
        if (!problems.all().isEmpty()) {
            throw new BrokenQuestionnaires(problems.all());
        }
        return Set.copyOf(found);
    }

    private static boolean isOfAText(String recording, Questionnaires questionnaires) {
        String[] parts = recording.split("/", 2);
        return parts.length == 2
                && questionnaires.texts(parts[0]).map(texts -> texts.has(parts[1])).orElse(false);
    }
}

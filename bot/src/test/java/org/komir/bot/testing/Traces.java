package org.komir.bot.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Searches every byte of files for words, in the forms in which software leaves them behind. */
public final class Traces {
    private Traces() {}

    /** Which of these words stand in which file below the folder, and in which form. */
    public static List<String> of(List<String> words, Path folder) throws IOException {
        return of(words, folder, content -> content);
    }

    /** The same, of what a cut leaves of each file. */
    public static List<String> of(List<String> words, Path folder, UnaryOperator<byte[]> cut) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = cut.apply(Files.readAllBytes(file));
                for (String word : words) {
                    forms(word).forEach((form, bytes) -> {
                        if (contains(content, bytes)) {
                            found.add(word + " as " + form + " in " + folder.relativize(file));
                        }
                    });
                }
            }
        }
        return found;
    }

    /** The same of a file of whoever else works on this computer, which may be gone by now. */
    public static List<String> ofTemporary(List<String> words, Path file) throws IOException {
        try {
            return of(words, file);
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }

    private static Map<String, byte[]> forms(String word) {
        Map<String, byte[]> forms = new LinkedHashMap<>();
        byte[] utf8 = word.getBytes(UTF_8);
        forms.put("UTF-8", utf8);
        forms.put("UTF-16", word.getBytes(UTF_16LE));
        forms.put("URL", URLEncoder.encode(word, UTF_8).getBytes(US_ASCII));
        if (word.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(word);
            forms.put("8 bytes", ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            forms.put(
                    "8 bytes, the lowest first",
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(number)
                            .array());
        }
        StringBuilder escaped = new StringBuilder();
        word.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        forms.put("JSON escapes", escaped.toString().getBytes(US_ASCII));
        // Base64 of a word depends on where it begins: three phases, without what its neighbours decide.
        for (int phase = 0; phase < 3; phase++) {
            byte[] shifted = new byte[phase + utf8.length];
            System.arraycopy(utf8, 0, shifted, phase, utf8.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int start = phase == 0 ? 0 : phase + 1;
            forms.put(
                    "base64 " + phase,
                    base64.substring(start, base64.length() - 2).getBytes(US_ASCII));
        }
        return forms;
    }

    private static boolean contains(byte[] content, byte[] word) {
        for (int i = 0; i + word.length <= content.length; i++) {
            if (content[i] == word[0] && Arrays.equals(content, i, i + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    /** Files in the temporary folder, without those of this test itself and of what cannot be read. */
    public static List<Path> temporaryFiles(Path own) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(temporary, Set.of(), 3, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(own) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}

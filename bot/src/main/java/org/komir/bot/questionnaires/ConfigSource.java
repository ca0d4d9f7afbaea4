package org.komir.bot.questionnaires;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Where the files of {@code config} come from. */
@FunctionalInterface
public interface ConfigSource {

    /** The folders that are read; what lies beside them (schemas, settings) is for others. */
    List<String> FOLDERS = List.of("questionnaires", "languages", "places", "glossaries");

    /** Path inside {@code config}, with {@code /}, to content. Hidden files and editors' copies are left out. */
    SortedMap<String, byte[]> files();

    /** The files that are built into the jar, under {@code komir/}. */
    static ConfigSource classPath() {
        return () -> {
            SortedMap<String, byte[]> files = new TreeMap<>();
            try {
                for (String folder : FOLDERS) {
                    Resource[] found = new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:komir/" + folder + "/**/*.*");
                    for (Resource resource : found) {
                        String url = resource.getURL().toString();
                        String path = url.substring(url.lastIndexOf("/komir/") + "/komir/".length());
                        keep(files, path, resource.getContentAsByteArray());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return files;
        };
    }

    /** An operator's own folder, laid out as {@code config} is. */
    static ConfigSource folder(Path config) {
        return () -> {
            SortedMap<String, byte[]> files = new TreeMap<>();
            for (String folder : FOLDERS) {
                Path root = config.resolve(folder);
                if (!Files.isDirectory(root)) {
                    continue;
                }
                try (Stream<Path> found = Files.walk(root)) {
                    for (Path path : found.filter(Files::isRegularFile).toList()) {
                        keep(files, slashed(config.relativize(path)), Files.readAllBytes(path));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return files;
        };
    }

    private static void keep(SortedMap<String, byte[]> files, String path, byte[] content) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!name.startsWith(".") && !name.endsWith("~")) {
            files.put(path, content);
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}

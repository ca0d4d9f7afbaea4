package org.komir.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/** One file of C2SP/CCTV {@code age/testdata}: a header that says what must come out, an empty line, an age file. */
record AgeVector(String name, Map<String, List<String>> header, byte[] file) {

    static List<AgeVector> all() throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve("age"))) {
            return files.sorted().map(AgeVector::read).toList();
        }
    }

    static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(AgeVector.class.getResource("/vectors"))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static AgeVector read(Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            int end = 0;
            while (bytes[end] != '\n' || bytes[end + 1] != '\n') {
                end++;
            }
            Map<String, List<String>> header = new HashMap<>();
            for (String line : new String(bytes, 0, end, UTF_8).split("\n", -1)) {
                String[] parts = line.split(": ", 2);
                header.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(parts[1]);
            }
            byte[] file = Arrays.copyOfRange(bytes, end + 2, bytes.length);
            if (header.containsKey("compressed")) {
                file = new InflaterInputStream(new ByteArrayInputStream(file)).readAllBytes();
            }
            return new AgeVector(path.getFileName().toString(), Map.copyOf(header), file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(path.toString(), unreadable);
        }
    }

    /** The part of the name before the first underscore, which CCTV uses as a heading. */
    String group() {
        return name.replaceFirst("_.*", "");
    }

    String expect() {
        return values("expect").getFirst();
    }

    List<String> values(String key) {
        return header.getOrDefault(key, List.of());
    }

    List<Identity> hybridIdentities() {
        return values("identity").stream()
                .filter(text -> text.startsWith("AGE-SECRET-KEY-PQ-1"))
                .map(Identity::parse)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}

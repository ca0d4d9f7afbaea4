package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.SigningKey;
import org.komir.crypto.VerifyingKey;

/**
 * A directory as it lies in its two files. The signature is over the exact bytes; there is no canonical form of JSON to get wrong.
 *
 * @param text the exact text of {@code directory.json}
 * @param signature base64 of 64 bytes; whatever the file holds until it is verified
 */
public record SignedDirectory(String text, String signature) {
    private static final int LONGEST_FILE = 4 * 1024 * 1024;

    /** Where the signature of a directory lies: {@code directory.json.sig}. */
    public static Path signatureOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".sig");
    }

    /** @throws DirectoryRefused if one of the two files is missing or cannot be a directory */
    public static SignedDirectory read(Path directory) {
        List<String> problems = new ArrayList<>();
        Optional<String> text = text(directory, problems);
        Optional<String> signature = text(signatureOf(directory), problems);
        if (!problems.isEmpty()) {
            throw new DirectoryRefused(problems);
        }
        return new SignedDirectory(text.orElseThrow(), signature.orElseThrow().strip());
    }

    private static Optional<String> text(Path file, List<String> problems) {
        try {
            if (!Files.isRegularFile(file)) {
                problems.add("there is no file " + file.getFileName());
            } else if (Files.size(file) > LONGEST_FILE) {
                problems.add("the file " + file.getFileName() + " is too long");
            } else {
                // Strict: a replaced byte would make the text differ from the bytes that were signed.
                return Optional.of(UTF_8.newDecoder()
                        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                        .toString());
            }
        } catch (CharacterCodingException notText) {
            problems.add("the file " + file.getFileName() + " is no UTF-8 text");
        } catch (IOException unreadable) {
            problems.add("the file " + file.getFileName() + " cannot be read");
        }
        return Optional.empty();
    }

    public static SignedDirectory sign(Directory directory, SigningKey rootKey) {
        byte[] text = DirectoryText.write(directory);
        byte[] signature = rootKey.sign(SigningDomain.DIRECTORY, text);
        return new SignedDirectory(new String(text, UTF_8), Base64.getEncoder().encodeToString(signature));
    }

    /**
     * @param rootKey the organisation's, from a place that is not the directory's own
     * @param highestSeen the highest version that was ever seen, 0 before the first
     * @throws DirectoryRefused with everything that is wrong
     */
    public Directory verify(Optional<VerifyingKey> rootKey, LocalDate today, int highestSeen) {
        List<String> problems = new ArrayList<>();
        if (rootKey.isEmpty()) {
            problems.add("there is no root key to check it with");
        } else if (!signed(rootKey.get())) {
            problems.add("the signature is not the root key's, or the text was altered");
        }
        Optional<Directory> directory = DirectoryText.read(text, problems);
        directory.ifPresent(read -> {
            problems.addAll(read.outOfTime(today, highestSeen));
            problems.addAll(read.unfit());
            if (rootKey.isPresent() && read.intake().equals(rootKey)) {
                problems.add("the intake key is the root key: the server could sign directories");
            }
        });
        if (!problems.isEmpty()) {
            throw new DirectoryRefused(problems);
        }
        return directory.orElseThrow();
    }

    /**
     * A directory that need not be in force: for what was signed while it was.
     *
     * @throws DirectoryRefused if the root key has not signed it
     */
    public Directory verifyOfAnyTime(VerifyingKey rootKey) {
        List<String> problems = new ArrayList<>();
        if (!signed(rootKey)) {
            problems.add("the signature is not the root key's, or the text was altered");
        }
        Optional<Directory> directory = DirectoryText.read(text, problems);
        if (!problems.isEmpty()) {
            throw new DirectoryRefused(problems);
        }
        return directory.orElseThrow();
    }

    private boolean signed(VerifyingKey rootKey) {
        try {
            return rootKey.verifies(
                    SigningDomain.DIRECTORY,
                    text.getBytes(UTF_8),
                    Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}

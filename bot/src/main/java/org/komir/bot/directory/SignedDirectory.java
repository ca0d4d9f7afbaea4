package org.komir.bot.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import org.komir.crypto.SigningDomain;
import org.komir.crypto.VerifyingKey;

/**
 * A directory as it lies in its two files: the exact text, and a signature over its exact bytes.
 *
 * @param text of {@code directory.json}
 * @param signature of {@code directory.json.sig}, base64
 */
public record SignedDirectory(String text, String signature) {

    /** @throws DirectoryRefused if one of the files is missing */
    public static SignedDirectory read(Path file) throws IOException, DirectoryRefused {
        try {
            return new SignedDirectory(
                    Files.readString(file, UTF_8), Files.readString(signatureFile(file), US_ASCII).strip());
        } catch (NoSuchFileException missing) {
            throw new DirectoryRefused("there is no file " + missing.getFile());
        }
    }

    public static Path signatureFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".sig");
    }

    /**
     * Checks everything and reads it.
     *
     * @param atLeast the highest version that was ever seen
     * @throws DirectoryRefused with every reason, the signature's first
     */
    public Directory verified(VerifyingKey root, int atLeast, LocalDate today) throws DirectoryRefused {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException notBase64) {
            throw new DirectoryRefused("its signature is not base64");
        }
        // Nothing of an unsigned text is looked at: its parser must not be reachable for whoever altered it.
        if (!root.verifies(SigningDomain.DIRECTORY, text.getBytes(UTF_8), bytes)) {
            throw new DirectoryRefused("the root key did not sign it, or it was altered since");
        }
        Directory directory = DirectoryJson.read(text);
        if (directory.version() < atLeast) {
            throw new DirectoryRefused(
                    "it is version " + directory.version() + ", and version " + atLeast + " was seen before");
        }
        if (directory.expires().isBefore(today)) {
            throw new DirectoryRefused("it expired on " + directory.expires() + ": sign it anew with the root key");
        }
        return directory;
    }
}

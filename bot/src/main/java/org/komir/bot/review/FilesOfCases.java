package org.komir.bot.review;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.komir.bot.files.FileName;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.review.Cases.SealedCase;
import org.komir.bot.review.Refused.Why;
import org.springframework.http.MediaType;

/** Sealed files on their way to whoever opens them. */
final class FilesOfCases {
    private FilesOfCases() {}

    /** Streamed, as it lies there; a name that no record of these has is not there. */
    static void send(SealedFiles files, Stream<SealedCase> of, String name, HttpServletResponse response)
            throws IOException {
        FileName file = of.flatMap(one -> one.records().stream())
                .flatMap(record -> record.files().stream())
                .filter(one -> one.hex().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(Why.NOT_FOUND));
        try (InputStream content = files.read(file)) {
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setHeader("Content-Disposition", "attachment");
            response.setContentLengthLong(files.size(file));
            content.transferTo(response.getOutputStream());
        } catch (NoSuchFileException lost) {
            throw new Refused(Why.NOT_FOUND);
        }
    }
}

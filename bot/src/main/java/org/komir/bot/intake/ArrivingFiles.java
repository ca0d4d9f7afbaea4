package org.komir.bot.intake;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Answer;
import org.komir.bot.conversation.Conversation;
import org.komir.bot.conversation.Effect;
import org.komir.bot.conversation.Input;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.conversation.Step;
import org.komir.bot.files.FileName;
import org.komir.bot.files.NoRoom;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Parcel.Call;
import org.komir.crypto.Compartment;
import org.komir.crypto.Recipient;
import org.komir.crypto.SealedFile;
import org.komir.crypto.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that families send: what is refused, what is to be fetched, how it is sealed as it comes, and what of it is deleted again. */
final class ArrivingFiles {
    private static final long MEGABYTE = 1024L * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(ArrivingFiles.class);

    private final Conversation conversation;
    private final Sealer sealer;
    private final SealedFiles files;
    private final long largestFile;
    private final SecureRandom random;

    /** @param largestFile in bytes */
    ArrivingFiles(Conversation conversation, Sealer sealer, SealedFiles files, long largestFile, SecureRandom random) {
        this.conversation = conversation;
        this.sealer = sealer;
        this.files = files;
        this.largestFile = largestFile;
        this.random = random;
    }

    /** A file that cannot be kept is refused before anything is fetched. */
    Incoming refused(Incoming incoming, Incoming.Source source) {
        boolean tooLarge = source.size().filter(size -> size > largestFile).isPresent();
        if (!tooLarge && files.hasRoom()) {
            return incoming;
        }
        Input.NoFile.Why why = tooLarge ? Input.NoFile.Why.TOO_LARGE : Input.NoFile.Why.NO_ROOM;
        return new Incoming(incoming.chat(), incoming.update(), noFile(why), incoming.written(), Optional.empty());
    }

    /** A number beside a file would be sealed with it for volunteers. */
    static Incoming withoutNumber(Incoming incoming) {
        if (!(incoming.input() instanceof Input.File file)) {
            return incoming;
        }
        SentFile sent = file.file();
        Optional<String> caption = sent.caption().map(TypedNumber::cleared).filter(words -> !words.isBlank());
        SentFile clean = new SentFile(sent.kind(), sent.type(), sent.seconds(), sent.name(), caption, sent.forwarded());
        return new Incoming(
                incoming.chat(),
                incoming.update(),
                new Input.File(clean),
                incoming.written(),
                incoming.edited(),
                incoming.tapped(),
                incoming.source());
    }

    Optional<Call.Fetch> wanted(Incoming incoming, Draft draft, Step step) {
        if (!(incoming.input() instanceof Input.File file)) {
            return Optional.empty();
        }
        Incoming.Source source = incoming.source().orElseThrow();
        return step.effects().stream()
                .filter(Effect.Fetch.class::isInstance)
                .map(Effect.Fetch.class::cast)
                .findFirst()
                .map(wanted -> new Call.Fetch(
                        FileName.random(random),
                        draft.id(),
                        wanted.question().id(),
                        wanted.item(),
                        incoming.update(),
                        incoming.written().orElseThrow(),
                        source.id(),
                        source.size(),
                        file.file()));
    }

    static boolean awaits(Optional<Draft> draft, Call.Fetch fetch) {
        return draft.filter(d -> d.id().equals(fetch.of()))
                .filter(d -> d.arriving().contains(fetch.file()))
                .isPresent();
    }

    Input receive(Optional<Draft> awaiting, Call.Fetch fetch, InputStream content) throws IOException {
        Optional<Recipient> to = awaiting.flatMap(d -> conversation
                .questionnaireOf(d.session())
                .flatMap(q -> q.question(fetch.question()))
                .flatMap(q -> Optional.ofNullable(d.recipients().get(new Compartment(q.compartment())))));
        if (to.isEmpty()) {
            return noFile(Input.NoFile.Why.LOST);
        }
        SealedFile.Content[] sealed = new SealedFile.Content[1];
        try {
            files.write(fetch.file(), out -> {
                sealed[0] = SealedFile.seal(sealer, content, out, to.get(), largestFile);
                long length = sealed[0].length();
                if (fetch.size().filter(told -> told != length).isPresent()) {
                    throw new IOException("a file of another size than was told");
                }
            });
        } catch (SealedFile.TooLong tooLong) {
            return noFile(Input.NoFile.Why.TOO_LARGE);
        } catch (NoRoom full) {
            return noFile(Input.NoFile.Why.NO_ROOM);
        }
        Answer.Attached answer =
                new Answer.Attached(fetch.sent(), fetch.file().hex(), sealed[0].length(), sealed[0].sha256());
        return new Input.Received(fetch.question(), fetch.item(), answer);
    }

    private Input noFile(Input.NoFile.Why why) {
        return new Input.NoFile(why, Math.toIntExact(largestFile / MEGABYTE));
    }

    static List<FileName> ofNoUse(Optional<Draft> draft, Optional<CaseWriter> writer, Turn.After after) {
        return switch (after) {
            case Turn.After.Going going -> writer.map(CaseWriter::ofNoUse).orElse(List.of());
            case Turn.After.Submitted submitted -> List.of();
            case Turn.After.Destroyed destroyed ->
                draft.stream()
                        .flatMap(d -> d.kept().stream())
                        .flatMap(kept -> kept.files().stream())
                        .toList();
        };
    }

    void delete(List<FileName> ofNoUse) {
        for (FileName file : ofNoUse) {
            try {
                files.delete(file);
            } catch (IOException later) {
                LOG.warn("a sealed file could not be deleted; it goes as one that no record names");
            }
        }
    }
}

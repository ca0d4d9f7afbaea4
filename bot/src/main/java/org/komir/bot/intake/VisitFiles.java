package org.komir.bot.intake;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.Texts;
import org.komir.bot.files.SealedFiles;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Visit.Asked;

/**
 * Files of letters on their way into a chat: asked for, read once to their end and checked, then read again while they are sent. What arrived is remembered by its
 * visit, and goes with it.
 */
final class VisitFiles {
    private static final int LAST_PART = Integer.MAX_VALUE;

    private final LiveVisits visits;
    private final VisitScreen screen;
    private final SealedFiles files;

    VisitFiles(LiveVisits visits, VisitScreen screen, SealedFiles files) {
        this.visits = visits;
        this.screen = screen;
        this.files = files;
    }

    /**
     * A family asks for a file.
     *
     * @param letter its place among the letters, from 0
     * @param file among the files of the letter, from 0
     * @return false where there is no such file
     */
    boolean asks(Visit visit, int letter, int file) {
        visit.asked = screen.read(visit, letter)
                .map(FamilyLetters.Read::files)
                .filter(all -> file < all.size())
                .map(all -> new Asked(letter, file + 1, all.get(file)));
        return visit.asked.isPresent();
    }

    /** Reads the file that was asked for to its end before any of it is sent. An empty one is not sent at all: Telegram takes none. */
    void check(long chat, Visit visit) {
        Optional<Asked> asked = visit.asked;
        VisitKeys keys = visit.keys;
        if (asked.isEmpty() || keys == null) {
            return;
        }
        LetterFile file = asked.get().file();
        if (!isAsSigned(file, keys)) {
            say(chat, visit, asked.get(), Optional.of("visit.file_bad"), List.of());
        } else if (file.isEmpty()) {
            say(chat, visit, asked.get(), Optional.of("visit.file_empty"), List.of());
        } else {
            say(chat, visit, asked.get(), Optional.empty(), List.of(new Call.LetterFile(visit.id, file.file())));
        }
    }

    private boolean isAsSigned(LetterFile file, VisitKeys keys) {
        try {
            keys.copy(files, file, OutputStream.nullOutputStream());
            return true;
        } catch (IOException not) {
            return false;
        }
    }

    /** The file that was asked for and checked; empty when the visit is over or hidden. It breaks off where that happens in between. */
    Optional<LetterFile.Opened> opened(long chat, Call.LetterFile call) {
        return visits.onScreen(chat, call.visit()).flatMap(visit -> {
            VisitKeys keys = visit.keys;
            return keys == null
                    ? Optional.empty()
                    : asked(visit, call).map(asked -> {
                        LetterFile.Content content = out -> keys.copy(
                                files,
                                asked.file(),
                                new Watched(
                                        out,
                                        () -> visits.onScreen(chat, call.visit())
                                                .isPresent()));
                        return call.plain()
                                ? asked.file().document(asked.number(), content)
                                : asked.file().opened(asked.number(), content);
                    });
        });
    }

    private static Optional<Asked> asked(Visit visit, Call.LetterFile call) {
        return visit.asked.filter(asked -> asked.file().file().equals(call.file()));
    }

    /** @return false where the visit is over or hidden, and the message must go */
    boolean sent(long chat, Call.LetterFile call, long message) {
        Optional<Visit> found = visits.onScreen(chat, call.visit());
        if (found.isEmpty()) {
            return false;
        }
        Visit visit = found.get();
        synchronized (visit) {
            visit.sent.add(message);
            return visits.onScreen(chat, call.visit()).isPresent();
        }
    }

    void notSent(long chat, Call.LetterFile call, LetterFile.NotSent why) {
        String notice = switch (why) {
            case NOT_AS_SIGNED -> "visit.file_bad";
            case FAILED -> "visit.file_failed";
        };
        visits.onScreen(chat, call.visit())
                .ifPresent(visit ->
                        asked(visit, call).ifPresent(asked -> say(chat, visit, asked, Optional.of(notice), List.of())));
    }

    private void say(long chat, Visit visit, Asked asked, Optional<String> notice, List<Call> after) {
        Texts texts = visit.texts;
        if (texts == null) {
            return;
        }
        Card card;
        synchronized (visit) {
            card = screen.letter(visit, screen.cards(visit, texts), asked.letter(), LAST_PART, notice);
        }
        visits.say(chat, visit, card, after);
    }

    /** Takes nothing more once the visit is over: "they are here" must not wait behind an upload. */
    private static final class Watched extends FilterOutputStream {
        private final BooleanSupplier goesOn;

        Watched(OutputStream out, BooleanSupplier goesOn) {
            super(out);
            this.goesOn = goesOn;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!goesOn.getAsBoolean()) {
                throw new IOException("a visit ended while a file was sent");
            }
            out.write(bytes, from, length);
        }
    }
}

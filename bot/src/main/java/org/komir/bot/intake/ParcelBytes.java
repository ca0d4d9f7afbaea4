package org.komir.bot.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.komir.bot.conversation.Card;
import org.komir.bot.conversation.SentFile;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Parcel.Call;
import org.komir.bot.intake.Turn.Outgoing;

/** A parcel as bytes, for the sealed outbox. */
final class ParcelBytes {
    private static final int FORMAT = 3;
    /** Without addresses on buttons. */
    private static final int OLDER_FORMAT = 2;

    private static final int ACKNOWLEDGE = 1;
    private static final int SHOW = 2;
    private static final int DELETE = 3;
    private static final int PLAY = 4;
    private static final int MENU = 5;
    private static final int FETCH = 6;
    private static final int BELOW = 7;
    private static final int MAKE_NUMBER = 8;
    private static final long NO_CARD = -1;
    private static final long NO_SIZE = -1;

    private ParcelBytes() {}

    /** @param update the update that it answers: what one chat is told goes out in the order of its updates */
    record Stored(long update, Parcel parcel) {}

    static byte[] write(long update, Parcel parcel) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(update);
            out.writeLong(parcel.chat());
            out.writeByte(parcel.calls().size());
            for (Call call : parcel.calls()) {
                switch (call) {
                    case Call.Acknowledge acknowledge -> {
                        out.writeByte(ACKNOWLEDGE);
                        out.writeUTF(acknowledge.callback());
                    }
                    case Call.Show show -> {
                        out.writeByte(SHOW);
                        out.writeLong(show.card().orElse(NO_CARD));
                        writeCard(out, show.content());
                    }
                    case Call.Menu menu -> {
                        out.writeByte(MENU);
                        out.writeByte(menu.entries().size());
                        for (Call.Menu.Entry entry : menu.entries()) {
                            out.writeUTF(entry.command());
                            out.writeUTF(entry.description());
                        }
                    }
                    case Call.Play play -> {
                        out.writeByte(PLAY);
                        out.writeUTF(play.recording());
                    }
                    case Call.Delete delete -> {
                        out.writeByte(DELETE);
                        out.writeByte(delete.messages().size());
                        for (long message : delete.messages()) {
                            out.writeLong(message);
                        }
                        out.writeBoolean(delete.byHand().isPresent());
                        if (delete.byHand().isPresent()) {
                            writeCard(out, delete.byHand().get());
                        }
                    }
                    case Call.Below below -> {
                        out.writeByte(BELOW);
                        out.writeLong(below.message());
                        writeCard(out, below.line());
                    }
                    case Call.MakeNumber make -> {
                        out.writeByte(MAKE_NUMBER);
                        out.writeUTF(make.of().hex());
                        out.writeInt(make.turn());
                    }
                    case Call.Visit visit -> throw new IllegalStateException("a visit is stored nowhere");
                    case Call.LetterFile file -> throw new IllegalStateException("a letter's file is stored nowhere");
                    case Call.Fetch fetch -> {
                        out.writeByte(FETCH);
                        writeFetch(out, fetch);
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if another version of this software wrote it */
    static Stored read(Outgoing.Id id, byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT && format != OLDER_FORMAT) {
                throw new IOException("a parcel of an unknown format");
            }
            long update = in.readLong();
            long chat = in.readLong();
            int size = in.readUnsignedByte();
            List<Call> calls = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                calls.add(
                        switch (in.readUnsignedByte()) {
                            case ACKNOWLEDGE -> new Call.Acknowledge(in.readUTF());
                            case SHOW -> {
                                long card = in.readLong();
                                yield new Call.Show(
                                        card == NO_CARD ? Optional.empty() : Optional.of(card), readCard(in, format));
                            }
                            case MENU -> {
                                int entries = in.readUnsignedByte();
                                List<Call.Menu.Entry> menu = new ArrayList<>(entries);
                                for (int e = 0; e < entries; e++) {
                                    menu.add(new Call.Menu.Entry(in.readUTF(), in.readUTF()));
                                }
                                yield new Call.Menu(menu);
                            }
                            case PLAY -> new Call.Play(in.readUTF());
                            case DELETE -> {
                                int messages = in.readUnsignedByte();
                                List<Long> numbers = new ArrayList<>(messages);
                                for (int m = 0; m < messages; m++) {
                                    numbers.add(in.readLong());
                                }
                                yield new Call.Delete(
                                        numbers,
                                        in.readBoolean() ? Optional.of(readCard(in, format)) : Optional.empty());
                            }
                            case BELOW -> new Call.Below(in.readLong(), readCard(in, format));
                            case MAKE_NUMBER -> new Call.MakeNumber(caseId(in.readUTF()), in.readInt());
                            case FETCH -> readFetch(in);
                            default -> throw new IOException("a call of an unknown kind");
                        });
            }
            return new Stored(update, new Parcel(Optional.of(id), chat, calls));
        }
    }

    private static CaseId caseId(String hex) throws IOException {
        try {
            return new CaseId(hex);
        } catch (IllegalArgumentException foreign) {
            throw new IOException("no case id");
        }
    }

    private static void writeFetch(DataOutputStream out, Call.Fetch fetch) throws IOException {
        out.writeUTF(fetch.file().hex());
        out.writeUTF(fetch.of().hex());
        out.writeUTF(fetch.question());
        out.writeShort(fetch.item());
        out.writeLong(fetch.update());
        out.writeLong(fetch.message());
        out.writeUTF(fetch.source());
        out.writeLong(fetch.size().orElse(NO_SIZE));
        out.writeUTF(fetch.sent().kind().name());
        write(out, fetch.sent().type());
        write(out, fetch.sent().seconds().map(String::valueOf));
        write(out, fetch.sent().name());
        write(out, fetch.sent().caption());
        out.writeBoolean(fetch.sent().forwarded());
    }

    private static Call.Fetch readFetch(DataInputStream in) throws IOException {
        try {
            FileName file = new FileName(in.readUTF());
            CaseId of = new CaseId(in.readUTF());
            String question = in.readUTF();
            int item = in.readUnsignedShort();
            long update = in.readLong();
            long message = in.readLong();
            String source = in.readUTF();
            long size = in.readLong();
            SentFile sent = new SentFile(
                    SentFile.Kind.valueOf(in.readUTF()),
                    read(in),
                    read(in).map(Integer::valueOf),
                    read(in),
                    read(in),
                    in.readBoolean());
            Optional<Long> known = size == NO_SIZE ? Optional.empty() : Optional.of(size);
            return new Call.Fetch(file, of, question, item, update, message, source, known, sent);
        } catch (IllegalArgumentException foreign) {
            throw new IOException("a file of an unknown form");
        }
    }

    private static void write(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            out.writeUTF(text.get());
        }
    }

    private static Optional<String> read(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }

    private static void writeCard(DataOutputStream out, Card card) throws IOException {
        if (card.covered().isPresent()) {
            throw new IllegalStateException("what is shown once is stored nowhere");
        }
        out.writeUTF(card.text());
        out.writeBoolean(card.rightToLeft());
        out.writeByte(card.rows().size());
        for (List<Card.Button> row : card.rows()) {
            out.writeByte(row.size());
            for (Card.Button button : row) {
                out.writeUTF(button.label());
                out.writeUTF(button.token());
                write(out, button.address());
            }
        }
    }

    private static Card readCard(DataInputStream in, int format) throws IOException {
        String text = in.readUTF();
        boolean rightToLeft = in.readBoolean();
        int size = in.readUnsignedByte();
        List<List<Card.Button>> rows = new ArrayList<>(size);
        for (int r = 0; r < size; r++) {
            int buttons = in.readUnsignedByte();
            List<Card.Button> row = new ArrayList<>(buttons);
            for (int b = 0; b < buttons; b++) {
                String label = in.readUTF();
                String token = in.readUTF();
                row.add(new Card.Button(label, token, format == FORMAT ? read(in) : Optional.empty()));
            }
            rows.add(row);
        }
        return new Card(text, rightToLeft, rows);
    }
}

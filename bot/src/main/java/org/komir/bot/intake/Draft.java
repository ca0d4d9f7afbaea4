package org.komir.bot.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.komir.bot.conversation.Session;
import org.komir.bot.files.FileName;
import org.komir.bot.intake.Submissions.Mailbox;
import org.komir.bot.intake.Turn.WayBack.Known;
import org.komir.crypto.Compartment;
import org.komir.crypto.Recipient;
import org.komir.crypto.VerifyingKey;

/**
 * What is sealed between two turns, under the link key of a day: which case, to whom it is sealed, which records there are, and
 * where the conversation stands. No answer is in it.
 *
 * @param chat its number, so that a card which stands too long can be taken away; only the link key opens this
 * @param recipients the public halves of the case's keys
 * @param nextRecord the number of the next record, from 1
 * @param kept the records that there are, in the order of their numbers
 * @param arriving the files that are being received
 * @param card the number of the message that carries the live card, as far as a turn knew it
 * @param swept recordings that were played up to this message number are deleted
 * @param number the public halves of what follows from the number that was shown last; good once the family says that it has it
 * @param follows the case that was told before, where this one follows it
 */
record Draft(
        CaseId id,
        long chat,
        Map<Compartment, Recipient> recipients,
        int nextRecord,
        List<Kept> kept,
        Set<FileName> arriving,
        Optional<Long> card,
        long swept,
        Session session,
        Optional<Mailbox> number,
        Optional<Known> follows) {

    private static final int FORMAT = 4;
    /** Without a number or a case before. */
    private static final int OLDER_FORMAT = 3;

    private static final int VERIFYING_KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    private static final int SHA256_BYTES = 32;
    private static final int PUBLIC_KEY_BYTES = 1216;

    /**
     * @param question the question that it answers; empty for a record that answers none
     * @param item number of the event, from 1
     * @param part number of the message, from 1
     * @param message the number of the message in the chat that brought it, 0 for none: an edit of it replaces the record
     * @param sha256 of the sealed record, hexadecimal
     * @param files that belong to it
     */
    record Kept(
            int seq,
            String question,
            int item,
            int part,
            long message,
            Compartment compartment,
            String sha256,
            List<FileName> files) {
        Kept {
            files = List.copyOf(files);
        }
    }

    Draft {
        recipients = Map.copyOf(recipients);
        kept = List.copyOf(kept);
        arriving = Set.copyOf(arriving);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(6 * 1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.write(HexFormat.of().parseHex(id.hex()));
            out.writeLong(chat);
            out.writeByte(recipients.size());
            for (Map.Entry<Compartment, Recipient> recipient :
                    byName(recipients).entrySet()) {
                out.writeUTF(recipient.getKey().name());
                out.write(recipient.getValue().publicKey());
            }
            out.writeShort(nextRecord);
            out.writeShort(kept.size());
            for (Kept record : kept) {
                out.writeShort(record.seq());
                out.writeUTF(record.question());
                out.writeShort(record.item());
                out.writeShort(record.part());
                out.writeLong(record.message());
                out.writeUTF(record.compartment().name());
                out.write(HexFormat.of().parseHex(record.sha256()));
                write(out, record.files());
            }
            write(out, arriving);
            out.writeLong(card.orElse(-1L));
            out.writeLong(swept);
            byte[] position = session.toBytes();
            out.writeShort(position.length);
            out.write(position);
            out.writeBoolean(number.isPresent());
            if (number.isPresent()) {
                out.writeUTF(number.get().name());
                out.write(number.get().recipient().publicKey());
                out.write(number.get().author().bytes());
            }
            out.writeBoolean(follows.isPresent());
            if (follows.isPresent()) {
                out.writeUTF(follows.get().mailbox());
                out.writeUTF(follows.get().author().text());
                out.write(follows.get().author().signature());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws Session.UnknownFormat if another version of this software wrote it */
    static Draft fromBytes(byte[] bytes) throws Session.UnknownFormat {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT && format != OLDER_FORMAT) {
                throw new Session.UnknownFormat();
            }
            CaseId id = new CaseId(HexFormat.of().formatHex(in.readNBytes(16)));
            long chat = in.readLong();
            Map<Compartment, Recipient> recipients = new HashMap<>();
            int compartments = in.readUnsignedByte();
            for (int i = 0; i < compartments; i++) {
                recipients.put(new Compartment(in.readUTF()), Recipient.ofPublicKey(in.readNBytes(PUBLIC_KEY_BYTES)));
            }
            int next = in.readUnsignedShort();
            List<Kept> kept = new ArrayList<>();
            int records = in.readUnsignedShort();
            for (int i = 0; i < records; i++) {
                kept.add(new Kept(
                        in.readUnsignedShort(),
                        in.readUTF(),
                        in.readUnsignedShort(),
                        in.readUnsignedShort(),
                        in.readLong(),
                        new Compartment(in.readUTF()),
                        HexFormat.of().formatHex(in.readNBytes(SHA256_BYTES)),
                        readFiles(in)));
            }
            Set<FileName> arriving = Set.copyOf(readFiles(in));
            long card = in.readLong();
            long swept = in.readLong();
            Session session = Session.fromBytes(in.readNBytes(in.readUnsignedShort()));
            return new Draft(
                    id,
                    chat,
                    recipients,
                    next,
                    kept,
                    arriving,
                    card < 0 ? Optional.empty() : Optional.of(card),
                    swept,
                    session,
                    format == FORMAT && in.readBoolean() ? Optional.of(mailbox(in)) : Optional.empty(),
                    format == FORMAT && in.readBoolean() ? Optional.of(known(in)) : Optional.empty());
        } catch (IOException | IllegalArgumentException truncated) {
            throw new Session.UnknownFormat();
        }
    }

    private static Mailbox mailbox(DataInputStream in) throws IOException {
        return new Mailbox(
                in.readUTF(),
                Recipient.ofPublicKey(in.readNBytes(PUBLIC_KEY_BYTES)),
                VerifyingKey.ofBytes(in.readNBytes(VERIFYING_KEY_BYTES)));
    }

    private static Known known(DataInputStream in) throws IOException {
        return new Known(in.readUTF(), new SignedText(in.readUTF(), in.readNBytes(SIGNATURE_BYTES)));
    }

    private static void write(DataOutputStream out, Collection<FileName> files) throws IOException {
        out.writeShort(files.size());
        for (FileName file : files) {
            out.write(HexFormat.of().parseHex(file.hex()));
        }
    }

    private static List<FileName> readFiles(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        List<FileName> files = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            files.add(new FileName(HexFormat.of().formatHex(in.readNBytes(16))));
        }
        return files;
    }

    private static Map<Compartment, Recipient> byName(Map<Compartment, Recipient> recipients) {
        Map<Compartment, Recipient> sorted = new TreeMap<>(Comparator.comparing(Compartment::name));
        sorted.putAll(recipients);
        return sorted;
    }
}

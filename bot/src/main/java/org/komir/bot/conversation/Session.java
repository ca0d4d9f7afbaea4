package org.komir.bot.conversation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where a family stands: a cursor, and no answer.
 *
 * @param questionnaire the SHA-256 of the questionnaire's file, hexadecimal
 * @param language the tag of the language the cards are in
 * @param turn counts the cards that asked something new; a tap on an older card is answered with the present one
 * @param position number of the present {@link Course} slot; the number of slots while the review card is shown, one more while
 *     the card is shown that tells of the end of the short path; beyond that it was sent, see {@link HandingIn}
 * @param holds by link of the course: whether it holds
 * @param passed by slot: whether it was answered or passed over
 * @param enough whether the questionnaire's minimum was answered
 * @param urgent whether an answer, or the questionnaire itself, sends the case to whoever has duty
 * @param helped whether somebody else types or translates for the one who tells
 * @param parts how many messages the present answer has so far
 * @param files how many files arrived for the present question while it was asked
 * @param hidden whether the card was taken away by "stop and hide"
 */
public record Session(
        String questionnaire,
        String language,
        int turn,
        int position,
        BitSet holds,
        BitSet passed,
        boolean enough,
        boolean urgent,
        boolean helped,
        int parts,
        int files,
        boolean hidden) {

    private static final int FORMAT = 3;

    public Session {
        holds = (BitSet) holds.clone();
        passed = (BitSet) passed.clone();
    }

    static Session after(Questionnaire questionnaire, Course course, String language) {
        BitSet passed = new BitSet();
        passed.set(0);
        BitSet holds = course.holdsAtFirst();
        int first = course.nextOpen(1, holds);
        boolean urgent = questionnaire.atOnce();
        return new Session(
                questionnaire.sha256(), language, 1, first, holds, passed, false, urgent, false, 0, 0, false);
    }

    @Override
    public BitSet holds() {
        return (BitSet) holds.clone();
    }

    @Override
    public BitSet passed() {
        return (BitSet) passed.clone();
    }

    Session at(int newPosition) {
        return new Session(
                questionnaire, language, turn + 1, newPosition, holds, passed, enough, urgent, helped, 0, 0, hidden);
    }

    Session in(String newLanguage) {
        return new Session(
                questionnaire,
                newLanguage,
                turn + 1,
                position,
                holds,
                passed,
                enough,
                urgent,
                helped,
                parts,
                files,
                hidden);
    }

    Session hidden(boolean nowHidden) {
        return new Session(
                questionnaire,
                language,
                turn + 1,
                position,
                holds,
                passed,
                enough,
                urgent,
                helped,
                parts,
                files,
                nowHidden);
    }

    Session withParts(int newParts) {
        return new Session(
                questionnaire,
                language,
                turn,
                position,
                holds,
                passed,
                enough,
                urgent,
                helped,
                newParts,
                files,
                hidden);
    }

    Session withOneMoreFile() {
        return new Session(
                questionnaire,
                language,
                turn,
                position,
                holds,
                passed,
                enough,
                urgent,
                helped,
                parts,
                files + 1,
                hidden);
    }

    Session urgent(boolean nowUrgent) {
        return new Session(
                questionnaire,
                language,
                turn,
                position,
                holds,
                passed,
                enough,
                nowUrgent,
                helped,
                parts,
                files,
                hidden);
    }

    Session helped(boolean nowHelped) {
        return new Session(
                questionnaire,
                language,
                turn,
                position,
                holds,
                passed,
                enough,
                urgent,
                nowHelped,
                parts,
                files,
                hidden);
    }

    /** Whether the present question has an answer already, in words or as files, that "done" can end. */
    boolean told() {
        return parts + files > 0;
    }

    Session with(BitSet newHolds, BitSet newPassed, boolean newEnough) {
        return new Session(
                questionnaire,
                language,
                turn,
                position,
                newHolds,
                newPassed,
                newEnough,
                urgent,
                helped,
                parts,
                files,
                hidden);
    }

    /** A session of another format: made by a newer version of this software. */
    public static final class UnknownFormat extends Exception {
        private static final long serialVersionUID = 1;

        public UnknownFormat() {
            super("a session of an unknown format");
        }
    }

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(questionnaire);
            out.writeUTF(language);
            out.writeInt(turn);
            out.writeShort(position);
            writeBits(out, holds);
            writeBits(out, passed);
            out.writeBoolean(enough);
            out.writeBoolean(urgent);
            out.writeBoolean(helped);
            out.writeShort(parts);
            out.writeShort(files);
            out.writeBoolean(hidden);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public static Session fromBytes(byte[] bytes) throws UnknownFormat {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT) {
                throw new UnknownFormat();
            }
            return new Session(
                    in.readUTF(),
                    in.readUTF(),
                    in.readInt(),
                    in.readUnsignedShort(),
                    readBits(in),
                    readBits(in),
                    in.readBoolean(),
                    in.readBoolean(),
                    in.readBoolean(),
                    in.readUnsignedShort(),
                    in.readUnsignedShort(),
                    in.readBoolean());
        } catch (IOException truncated) {
            throw new UnknownFormat();
        }
    }

    private static void writeBits(DataOutputStream out, BitSet bits) throws IOException {
        byte[] packed = bits.toByteArray();
        out.writeShort(packed.length);
        out.write(packed);
    }

    private static BitSet readBits(DataInputStream in) throws IOException {
        byte[] packed = in.readNBytes(in.readUnsignedShort());
        return BitSet.valueOf(Arrays.copyOf(packed, packed.length));
    }
}

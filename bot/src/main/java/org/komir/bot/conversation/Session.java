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
 * @param position of the present question, or the number of questions while the review card is shown
 * @param visible by question: whether its condition holds
 * @param passed by question: whether it was answered or passed over
 * @param enough whether the questionnaire's minimum was answered
 * @param messages how many messages the present narrative has so far
 * @param hidden whether the card was taken away by "stop and hide"
 */
public record Session(
        String questionnaire,
        String language,
        int turn,
        int position,
        BitSet visible,
        BitSet passed,
        boolean enough,
        int messages,
        boolean hidden) {

    private static final int FORMAT = 1;

    public Session {
        visible = (BitSet) visible.clone();
        passed = (BitSet) passed.clone();
    }

    static Session after(Questionnaire questionnaire, String language) {
        BitSet visible = new BitSet();
        for (int i = 0; i < questionnaire.questions().size(); i++) {
            visible.set(
                    i,
                    questionnaire
                            .questions()
                            .get(i)
                            .condition()
                            .map(Condition::holdsWithoutAnswer)
                            .orElse(true));
        }
        BitSet passed = new BitSet();
        passed.set(0);
        return new Session(questionnaire.sha256(), language, 1, 1, visible, passed, false, 0, false);
    }

    @Override
    public BitSet visible() {
        return (BitSet) visible.clone();
    }

    @Override
    public BitSet passed() {
        return (BitSet) passed.clone();
    }

    Session at(int newPosition) {
        return new Session(questionnaire, language, turn + 1, newPosition, visible, passed, enough, 0, hidden);
    }

    Session in(String newLanguage) {
        return new Session(questionnaire, newLanguage, turn + 1, position, visible, passed, enough, messages, hidden);
    }

    Session hidden(boolean nowHidden) {
        return new Session(questionnaire, language, turn + 1, position, visible, passed, enough, messages, nowHidden);
    }

    Session withMessages(int newMessages) {
        return new Session(questionnaire, language, turn, position, visible, passed, enough, newMessages, hidden);
    }

    Session with(BitSet newVisible, BitSet newPassed, boolean newEnough) {
        return new Session(questionnaire, language, turn, position, newVisible, newPassed, newEnough, messages, hidden);
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
            writeBits(out, visible);
            writeBits(out, passed);
            out.writeBoolean(enough);
            out.writeShort(messages);
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
                    in.readUnsignedShort(),
                    in.readBoolean());
        } catch (IOException truncated) {
            throw new UnknownFormat();
        }
    }

    private static void writeBits(DataOutputStream out, BitSet bits) throws IOException {
        byte[] packed = bits.toByteArray();
        out.writeByte(packed.length);
        out.write(packed);
    }

    private static BitSet readBits(DataInputStream in) throws IOException {
        byte[] packed = in.readNBytes(in.readUnsignedByte());
        return BitSet.valueOf(Arrays.copyOf(packed, packed.length));
    }
}

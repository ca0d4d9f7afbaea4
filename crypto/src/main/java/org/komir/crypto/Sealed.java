package org.komir.crypto;

import java.util.Arrays;
import java.util.Objects;

/** Sealed bytes for one purpose. Immutable; equal by content; prints its length only. */
public final class Sealed<P extends Purpose> {
    private final P purpose;
    private final byte[] bytes;

    private Sealed(P purpose, byte[] bytes) {
        this.purpose = Objects.requireNonNull(purpose);
        this.bytes = bytes.clone();
    }

    /** Bytes that come from where they were stored for this purpose. */
    public static <P extends Purpose> Sealed<P> stored(P purpose, byte[] bytes) {
        return new Sealed<>(purpose, bytes);
    }

    /** What the bytes are for, as the caller of {@link #stored} or the sealer said: nothing in an age file proves it. */
    public P purpose() {
        return purpose;
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** In bytes. */
    public int size() {
        return bytes.length;
    }

    /** 32 bytes. */
    public byte[] sha256() {
        return Sha256.of(bytes);
    }

    /** 64 lower-case hexadecimal digits. */
    public String sha256Hex() {
        return Sha256.hex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed<?> that && purpose.equals(that.purpose) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + bytes.length + " bytes]";
    }
}

package org.komir.bot.conversation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is made when it is first asked for, once. An index over the words of all languages takes a cheap telephone seconds, and the first card needs none.
 */
final class FirstUse<T> implements Supplier<T> {
    private final Supplier<T> making;
    private volatile @Nullable T made;

    FirstUse(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public T get() {
        T there = made;
        return there == null ? make() : there;
    }

    private synchronized T make() {
        T there = made;
        if (there == null) {
            there = making.get();
            made = there;
        }
        return there;
    }
}

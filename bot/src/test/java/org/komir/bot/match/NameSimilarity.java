package org.komir.bot.match;

/** A generic way to say how alike two names are. @param <P> a name, read once */
interface NameSimilarity<P> {
    P prepare(String name);

    /** 0 to 1 */
    double similarity(P one, P other);
}

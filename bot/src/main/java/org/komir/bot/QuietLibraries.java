package org.komir.bot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Libraries are never heard below INFO, whatever level is set: at DEBUG and TRACE they print what passes through them, bodies and addresses
 * with the token in them. Our own packages print no content at any level.
 */
public final class QuietLibraries extends TurboFilter {
    private static final String OURS = "org.komir.";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        boolean talkative = !level.isGreaterOrEqual(Level.INFO);
        return talkative && !logger.getName().startsWith(OURS) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}

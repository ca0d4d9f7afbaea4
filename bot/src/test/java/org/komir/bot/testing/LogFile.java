package org.komir.bot.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Everything that is logged while this is open, ours at its most talkative. */
public final class LogFile implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("org.komir");

    public LogFile(Path file) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(root.getLoggerContext());
        lines.setPattern("%thread %level %logger %msg%n%ex");
        lines.start();
        appender.setContext(root.getLoggerContext());
        appender.setEncoder(lines);
        appender.setFile(file.toString());
        appender.start();
        root.addAppender(appender);
        ours.setLevel(Level.TRACE);
    }

    @Override
    public void close() {
        ours.setLevel(Level.INFO);
        root.detachAppender(appender);
        appender.stop();
    }
}

package org.komir.bot.cli;

import org.komir.bot.review.ActLog;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Letters;
import org.komir.bot.review.Withdrawals;

/**
 * What an export reads.
 *
 * @param letters how cases came to other mailboxes; of letters themselves, which are sealed to families, nothing is exported
 * @param withdrawals who decided what; nothing that is locked is exported
 * @param log who did what
 * @param end closes the store
 */
public record ExportSource(Cases cases, Letters letters, Withdrawals withdrawals, ActLog log, Runnable end)
        implements AutoCloseable {

    @Override
    public void close() {
        end.run();
    }
}

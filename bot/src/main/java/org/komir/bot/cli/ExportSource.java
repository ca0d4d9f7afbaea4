package org.komir.bot.cli;

import org.komir.bot.review.ActLog;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Letters;
import org.komir.bot.review.Needs;
import org.komir.bot.review.Panels;
import org.komir.bot.review.Verdicts;
import org.komir.bot.review.Withdrawals;
import org.komir.bot.review.Work;

/**
 * What an export reads.
 *
 * @param letters how cases came to other mailboxes; of letters themselves, which are sealed to families, nothing is exported
 * @param withdrawals who decided what; nothing that is locked is exported
 * @param work what volunteers added
 * @param verdicts what they found
 * @param panels to whom key files are sealed
 * @param needs what became of what families need
 * @param log who did what
 * @param end closes the store
 */
public record ExportSource(
        Cases cases,
        Letters letters,
        Withdrawals withdrawals,
        Work work,
        Verdicts verdicts,
        Panels panels,
        Needs needs,
        ActLog log,
        Runnable end)
        implements AutoCloseable {

    @Override
    public void close() {
        end.run();
    }
}

package org.komir.bot.store;

import org.komir.bot.intake.Drafts;
import org.komir.bot.intake.Mailboxes;
import org.komir.bot.intake.Submissions;
import org.komir.bot.intake.TellHere;
import org.komir.bot.review.ActLog;
import org.komir.bot.review.Cases;
import org.komir.bot.review.Letters;
import org.komir.bot.review.Links;
import org.komir.bot.review.Matching;
import org.komir.bot.review.Needs;
import org.komir.bot.review.Panels;
import org.komir.bot.review.Triage;
import org.komir.bot.review.Verdicts;
import org.komir.bot.review.Withdrawals;
import org.komir.bot.review.Work;

/** One place for both sides, and the little that its keeper needs besides. */
public sealed interface Store
        extends Drafts,
                Submissions,
                Mailboxes,
                TellHere,
                Cases,
                Letters,
                Links,
                Withdrawals,
                Work,
                Verdicts,
                Triage,
                Panels,
                Matching,
                Needs,
                ActLog,
                AutoCloseable
        permits SqliteStore, RedisStore {

    /**
     * Rewrites what lies on the disk from what is alive, so that deleted bytes and the order of arrival are gone from it.
     * To be called on a timer, never as the answer to one family's act: the time of a rewrite must tell nothing. May take
     * seconds; nothing is refused meanwhile. What a disk keeps of blocks that were given back is beyond us, and is sealed.
     */
    void scrub();

    /** How the store is, by a real write that changes nothing. */
    Health health();

    @Override
    void close();
}

/**
 * Where sealed things lie: two adapters of the ports {@link org.komir.bot.intake.Drafts} and {@link
 * org.komir.bot.review.Cases}, under one contract test.
 *
 * <p>{@link org.komir.bot.store.Stores#open} chooses by the setting. {@link org.komir.bot.store.SqliteStore} is one file and
 * needs no server; {@link org.komir.bot.store.RedisStore} is one Redis. The class comment of each is its schema. When a write
 * returns it is on the disk; nothing that is stored carries the time or the order in which it came.
 */
@NullMarked
package org.komir.bot.store;

import org.jspecify.annotations.NullMarked;

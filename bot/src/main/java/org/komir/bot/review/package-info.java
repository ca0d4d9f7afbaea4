/**
 * The volunteers' side of the server: it moves sealed bytes and holds no key that opens anything.
 *
 * <p>{@link org.komir.bot.review.Cases} is what it asks of a store.
 */
@NullMarked
package org.komir.bot.review;

import org.jspecify.annotations.NullMarked;

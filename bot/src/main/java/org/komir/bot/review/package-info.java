/**
 * The volunteers' side of the server: it moves sealed bytes and holds no key that opens anything.
 *
 * <p>{@link org.komir.bot.review.Cases} is what it asks of a store, {@link org.komir.bot.review.ReviewController} the HTTP API,
 * {@link org.komir.bot.review.Login} who may use it, {@link org.komir.bot.review.Limit} its limits. {@link
 * org.komir.bot.review.Pages}, {@link org.komir.bot.review.Headers} and {@link org.komir.bot.review.Failures} are what a browser
 * gets around it.
 */
@NullMarked
package org.komir.bot.review;

import org.jspecify.annotations.NullMarked;

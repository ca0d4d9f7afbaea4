/**
 * The volunteers' side of the server: it moves sealed bytes and holds no key that opens anything.
 *
 * <p>{@link org.komir.bot.review.Cases}, {@link org.komir.bot.review.Letters}, {@link org.komir.bot.review.Links} and {@link org.komir.bot.review.Withdrawals} are what it asks of a
 * store; a controller for each is the HTTP API, and what they have in common is in {@link
 * org.komir.bot.review.ReviewApi}. {@link org.komir.bot.review.Login} is who may use it, {@link org.komir.bot.review.Limit} its limits. {@link
 * org.komir.bot.review.Pages}, {@link org.komir.bot.review.Headers} and {@link org.komir.bot.review.Failures} are what a browser
 * gets around it.
 */
@NullMarked
package org.komir.bot.review;

import org.jspecify.annotations.NullMarked;

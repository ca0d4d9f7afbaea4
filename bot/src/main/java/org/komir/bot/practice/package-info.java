/**
 * Practice mode: a phone on the screen whose Telegram is this process, so that the whole Telegram path runs, and an organisation with one
 * volunteer. For trying the software and for training volunteers; it refuses to start beside a real token.
 */
@NullMarked
package org.komir.bot.practice;

import org.jspecify.annotations.NullMarked;

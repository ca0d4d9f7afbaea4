/**
 * Plays a conversation without any channel or store: in a terminal, and from transcript files, which are the conversation's
 * tests.
 */
@NullMarked
package org.komir.bot.play;

import org.jspecify.annotations.NullMarked;

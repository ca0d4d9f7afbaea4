/**
 * The conversation for the browser: {@link org.komir.engine.Engine} is what the page calls. Everything that decides is in {@code
 * org.komir.bot.conversation}, from the bot's own sources; here its values only change clothes, from JavaScript's to Java's and back.
 */
@NullMarked
package org.komir.engine;

import org.jspecify.annotations.NullMarked;

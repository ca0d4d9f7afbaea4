/**
 * Measures how well the console finds one person in another spelling. The people, their names and all spellings are made here, by tables that the matcher in {@code bot/src/main/web/match} does not read, and that
 * read nothing of it: {@code NothingSharedTest}.
 */
@NullMarked
package org.komir.bot.match;

import org.jspecify.annotations.NullMarked;

/**
 * Who may read what: the people of the organisation, their roles and their public keys, in one file that the organisation's root key
 * signs. The root key lives offline, so that a taken server cannot add a reader.
 *
 * <p>{@link org.komir.bot.directory.SignedDirectory#verify} is the only way from a file to a {@link org.komir.bot.directory.Directory}
 * that may be acted on; it refuses with everything that is wrong at once. {@link org.komir.bot.directory.Directory#panels} answers whom
 * a new case is sealed to. {@link org.komir.bot.directory.CurrentDirectory} is the one in force.
 */
@NullMarked
package org.komir.bot.directory;

import org.jspecify.annotations.NullMarked;

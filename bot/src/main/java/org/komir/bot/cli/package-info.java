/**
 * The command line: keys, the directory, an export, and opening it offline. None of it needs a network.
 *
 * <p>{@link org.komir.bot.cli.Cli#run} takes the arguments and returns an exit code; it says what it has to say to a {@link
 * org.komir.bot.cli.Terminal}. Secrets are asked for or read from files; they are never arguments, and never printed.
 */
@NullMarked
package org.komir.bot.cli;

import org.jspecify.annotations.NullMarked;

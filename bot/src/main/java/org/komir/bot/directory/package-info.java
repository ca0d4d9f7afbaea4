/**
 * Who may open what: the organisation's people with their keys and roles, signed by a root key that lives offline. Bot, console and command
 * line read the same two files and refuse what the root did not sign, what was altered, has expired or is older than what was seen.
 */
@NullMarked
package org.komir.bot.directory;

import org.jspecify.annotations.NullMarked;

/**
 * Voice, photos, videos and documents, sealed: a folder of age files with random names. {@link org.komir.bot.files.SealedFiles} never sees
 * anything but ciphertext; which case a file belongs to is known to the store, and what it is to the sealed record alone.
 */
@NullMarked
package org.komir.bot.files;

import org.jspecify.annotations.NullMarked;

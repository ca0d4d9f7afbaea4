/** Sealing and opening: age v1 files with post-quantum recipients. */
@NullMarked
package org.komir.crypto;

import org.jspecify.annotations.NullMarked;

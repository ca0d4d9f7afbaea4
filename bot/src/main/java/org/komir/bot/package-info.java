/** The application's entry point and its wiring. */
@NullMarked
package org.komir.bot;

import org.jspecify.annotations.NullMarked;

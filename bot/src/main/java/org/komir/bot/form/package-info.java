/**
 * The sealed form's side of the server: it hands out the page and takes what the page sealed.
 *
 * <p>{@link org.komir.bot.form.FormPage} fills the organisation's data into the page that the build made. Nothing that comes back can be read here:
 * records are sealed on the telephone, and what stands beside them in the clear is the header of a submission, which {@code docs/record-format.md}
 * tells field by field.
 */
@NullMarked
package org.komir.bot.form;

import org.jspecify.annotations.NullMarked;

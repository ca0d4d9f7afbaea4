package org.komir.bot.match;

import org.jspecify.annotations.Nullable;

/** What one record says of a person. */
record Told(String name, @Nullable Integer year, @Nullable String county) {}

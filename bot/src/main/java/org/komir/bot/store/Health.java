package org.komir.bot.store;

import java.util.OptionalLong;

/**
 * What a status command may show of a store: no content and no names.
 *
 * @param writable whether a write was made durable just now
 * @param freeBytes left on the disk; empty where the store cannot see its disk
 * @param queue released cases that are not closed
 * @param drafts cases that are still drafts
 */
public record Health(boolean writable, OptionalLong freeBytes, long queue, long drafts) {}

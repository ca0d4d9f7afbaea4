package org.komir.crypto;

/**
 * The key of one compartment of one case.
 *
 * @param recipient the public half, to which everything of the compartment is sealed
 * @param file the private half, sealed to the panel
 */
public record CaseKey(Recipient recipient, Sealed<Purpose.CaseKey> file) {}

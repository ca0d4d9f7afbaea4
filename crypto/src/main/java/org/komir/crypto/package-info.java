/**
 * Sealing and opening: age v1 files with post-quantum recipients, and the few keys around them. A plain library; it knows nothing of
 * the bot.
 *
 * <p><strong>Which call to use.</strong>
 *
 * <ul>
 *   <li>To seal something to people: {@link org.komir.crypto.Sealer#seal}, after {@link org.komir.crypto.Padding#pad}. To open it again:
 *       {@link org.komir.crypto.Opener#open}. Each has a form for streams, and {@link org.komir.crypto.SealedFile} is that of whole files.
 *   <li>To begin a case: {@link org.komir.crypto.CaseKeys#generate}. Its records are then sealed to the
 *       {@link org.komir.crypto.CaseKey#recipient} of their compartment.
 *   <li>To keep something for the server itself, for days: {@link org.komir.crypto.LocalBox}. To name a thing without telling what it is:
 *       {@link org.komir.crypto.KeyedHash}.
 *   <li>To sign and to check: {@link org.komir.crypto.SigningKey}, {@link org.komir.crypto.VerifyingKey}, always for one
 *       {@link org.komir.crypto.SigningDomain}.
 *   <li>For a person's keys in a file: {@link org.komir.crypto.IdentityFile}. To compare a key over the telephone:
 *       {@link org.komir.crypto.Words}. For a family's way back: {@link org.komir.crypto.Receipt}.
 * </ul>
 *
 * <p><strong>What is written.</strong> A sealed file is an ordinary age v1 file (C2SP {@code age.md}), binary, with recipients of the
 * type {@code mlkem768x25519} only: HPKE (RFC 9180) over X25519 and ML-KEM-768 together, so that who records it now and has a quantum
 * computer later must break both. {@code age} 1.3 and newer opens it with an identity of ours. An identity file is an age file with a
 * passphrase; no other file has one. Armor, ssh keys, plugins and X25519 alone are neither written nor read.
 *
 * <p><strong>What is promised.</strong> Who has none of the identities learns the length, the number of recipients and nothing else.
 * What opens is whole and as it was sealed. What does not open says why in one of three ways ({@link org.komir.crypto.CannotOpen}), and
 * no message of an error carries content or keys. A {@link org.komir.crypto.Purpose} is a type: a sealed testimony does not fit where a
 * sealed reply is wanted. Classes that hold a secret print {@code [redacted]} and copy their bytes in and out; every place that reads a
 * secret as text calls a method named {@code reveal…}.
 *
 * <p><strong>What is not promised.</strong>
 *
 * <ul>
 *   <li>Who wrote a file. Everybody with a recipient can seal to it; what must have an author is signed inside.
 *   <li>Where a file belongs. age binds no context: case and number stand inside, and a reader compares them.
 *   <li>The length. age shows it to the byte; {@link org.komir.crypto.Padding} hides it within a class.
 *   <li>The past. Who gets an identity opens all that was ever sealed to it.
 *   <li>Memory. Java moves and copies bytes as it likes; nothing here claims to wipe a secret. Keep it short-lived.
 *   <li>Constant time. Bouncy Castle and the Java runtime are relied on, and neither ML-KEM nor jagged's glue was audited for us.
 * </ul>
 *
 * <p><strong>What stays.</strong> The format of age; the constants of {@link org.komir.crypto.Receipt}, which can never change for a
 * receipt that was given out; the signed bytes of a {@link org.komir.crypto.SigningDomain}. All are held by vectors in the tests.
 *
 * <p>No parameter and no result is null. All classes may be shared between threads, except streams.
 */
@NullMarked
package org.komir.crypto;

import org.jspecify.annotations.NullMarked;

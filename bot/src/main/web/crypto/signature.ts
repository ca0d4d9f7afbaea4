import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, fromBase64, utf8, type Bytes } from "./bytes.ts";

/** What a signature is for: a signature for one purpose is none for another. */
export type SigningDomain = "directory" | "login" | "proof" | "letter" | "withdrawal" | "statement" | "author" | "link" | "decision" | "work" | "verdict" | "witness" | "log" | "approval" | "revocation" | "match" | "freeze";

const signedBytes = (domain: SigningDomain, message: Uint8Array): Bytes =>
  concat(utf8(`komir/${domain}/v1\n`), message);

export const sign = (seed: Uint8Array, domain: SigningDomain, message: Uint8Array): Bytes =>
  new Uint8Array(ed25519.sign(signedBytes(domain, message), seed));

export const verifyingKey = (seed: Uint8Array): Bytes => new Uint8Array(ed25519.getPublicKey(seed));

/**
 * RFC 8032 as the JDK and Bouncy Castle check it (`zip215: false`), so that no signature is good here and bad there. False for
 * whatever is not a signature.
 */
export function verify(key: Uint8Array, domain: SigningDomain, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, signedBytes(domain, message), key, { zip215: false });
  } catch {
    return false;
  }
}

/** The same of a text, with key and signature in base64. False also where one of them is none. */
export function isSigned(key: string, domain: SigningDomain, text: string, signature: string): boolean {
  try {
    return verify(fromBase64(key), domain, utf8(text), fromBase64(signature));
  } catch {
    return false;
  }
}

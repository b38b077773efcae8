/** A text or file is not of its format. The message says which rule it breaks, and with what. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/**
 * What was given is well-formed and does not prove what it should: a wrong signature, another root, a tile that is not
 * there. Everything in this room that verifies throws this, because a returned `false` can be overlooked.
 */
export class NotProven extends Error {
  override readonly name = 'NotProven';
}

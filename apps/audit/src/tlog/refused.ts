/** Nothing more is signed until a person has looked: the sentence says what was found, and what to do. */
export class TlogRefused extends Error {
  override readonly name = 'TlogRefused';
}

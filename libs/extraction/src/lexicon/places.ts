/** Where prisoners are moved to. */
export const PLACE =
  /\b(?:(?:to|into|under) (?:[a-z]+ )?(?:house arrest|(?:[\p{L}]+ ){0,3}(?:prison|penal colony|colony|jail|hospital|detention cent(?:er|re)|solitary confinement|cell|regime)(?: (?:in|near) \p{Lu}[\p{L}-]+)?))/iu;

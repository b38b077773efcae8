/**
 * A root, by which the name enters a block, and forms that sound different from one another, apart by spaces. The first
 * is a full form; a name with several full forms may have several rows.
 */
export type GivenName = readonly [root: string, forms: string];

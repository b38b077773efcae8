/** Token of what the process knows of the home it works in. */
export const HOME = Symbol('home');

/** Where the ledger lives, as its process was told. */
export interface Home {
  readonly home: 'embedded' | 'kafka';
  /** `urn:clemency:<name>:<id>` */
  readonly ledger: string;
  /** The data folder of the embedded home; null where a database was given. */
  readonly folder: string | null;
  readonly kafka: { readonly brokers: readonly string[]; readonly prefix: string } | null;
}

/**
 * The origin of each partition's log (C2SP tlog-checkpoint: unique, like a URL without its scheme). The ledger's id makes
 * it unique wherever the house stands; a name of one's own before it tells people whose it is.
 * @param source `urn:clemency:<name>:<id>`
 * @param own such as `ledger.example.org`
 */
export function originsOf(source: string, partitions: number, own?: string): string[] {
  const [, , name, id] = source.split(':');
  const prefix = own === undefined ? `clemency/${name}/${id}` : `${own}/${id}`;
  return Array.from({ length: partitions }, (_, partition) => `${prefix}/events/${partition}`);
}

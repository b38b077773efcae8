import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#log';
import { Malformed, parseCheckpoint, parseNote, sameBytes, type TreeHead } from '#transparency';
import type { Findings } from './findings.js';
import type { SignedStore } from './signed-store.js';
import type { SigningKeys } from './signing-keys.js';
import { opened, type Trust } from './trust.js';

/** A checkpoint is in the list of all for so long, at most, before it is the one that is shown. */
const SIGNING_MS = 500;

/** All heads of a partition that were ever signed for, each once. */
export class Heads {
  private readonly bySize = new Map<number, Uint8Array[]>();

  add({ size, root }: TreeHead): void {
    const roots = this.bySize.get(size) ?? [];
    if (!roots.some((known) => sameBytes(known, root))) this.bySize.set(size, [...roots, root]);
  }
  get count(): number {
    return [...this.bySize.values()].reduce((sum, roots) => sum + roots.length, 0);
  }
  /** More than one for a size: two histories were signed. */
  rootsAt(size: number): readonly Uint8Array[] {
    return this.bySize.get(size) ?? [];
  }
  /** Ascending. */
  sizes(): number[] {
    return [...this.bySize.keys()].sort((a, b) => a - b);
  }
}

export interface Witnessed {
  readonly store: SignedStore;
  readonly origins: readonly string[];
  readonly trust: Trust;
  readonly signing: SigningKeys;
  readonly findings: Findings;
}

/**
 * Every checkpoint that is in the topic or in the store, by partition of `events`: its signature is verified here; what
 * it says is compared with the records later. The topic is read first: what is there was in the store before.
 */
export async function readHeads(log: Log, witnessed: Witnessed): Promise<Heads[]> {
  const { origins } = witnessed;
  const published = await readPublished(log, witnessed);
  const heads: Heads[] = [];
  for (const partition of origins.keys()) {
    const kept = await readKept(partition, witnessed);
    refuseForgotten({ partition, published: published[partition]!, kept }, witnessed);
    for (const size of published[partition]!.sizes()) {
      for (const root of published[partition]!.rootsAt(size)) kept.add({ size, root });
    }
    heads.push(kept);
  }
  return heads;
}

async function readPublished(log: Log, { origins, trust, signing, findings }: Witnessed): Promise<Heads[]> {
  const heads = origins.map(() => new Heads());
  let ordinal = -1;
  for (const [place, end] of (await log.ends('checkpoints')).entries()) {
    ordinal = -1;
    for await (const { records } of log.readFound('checkpoints', place, 0n, end)) {
      for (const { value } of records) {
        ordinal++;
        const note = value.toString();
        const partition = origins.indexOf(originOf(note) ?? '');
        const head = partition < 0 ? 'is of none of the logs of this ledger' : opened(note, origins[partition]!, trust);
        if (typeof head === 'string') {
          findings.add(signatureFault({ topic: 'checkpoints', partition: place, ordinal }, head));
          continue;
        }
        heads[partition]!.add(head);
        signing.signed(head);
      }
    }
  }
  return heads;
}

/** What the store has: all that were signed, in order, and the one that it shows as the newest. */
async function readKept(partition: number, witnessed: Witnessed): Promise<Heads> {
  const { store, findings } = witnessed;
  const heads = new Heads();
  let last = -1;
  let number = 0;
  const shrunk = (where: string, size: number): void => {
    const says = `${where} was signed for ${size} records after one for ${last}, and does not extend it`;
    findings.add({ kind: 'checkpoint', topic: 'events', partition, ordinal: size, eventId: null, says });
  };
  for await (const note of store.checkpoints(partition)) {
    const where = `checkpoint ${++number} of those in ${store.name}`;
    const head = headOf(note, { partition, where }, witnessed);
    if (!head) continue;
    heads.add(head);
    if (head.size < last) shrunk(where, head.size);
    last = Math.max(last, head.size);
  }
  const where = `the newest checkpoint that ${store.name} shows`;
  let current = await store.current(partition);
  let head = current === undefined ? undefined : headOf(current, { partition, where }, witnessed);
  for (let tries = 0; head && head.size < last && tries < 3; tries++) {
    // Of a checkpoint that is being signed the list knows first.
    await sleep(SIGNING_MS);
    current = await store.current(partition);
    head = current === undefined ? undefined : headOf(current, { partition, where }, witnessed);
  }
  if (head) heads.add(head);
  if (head && head.size < last) shrunk(where, head.size);
  return heads;
}

function headOf(
  note: string,
  { partition, where }: { partition: number; where: string },
  { origins, trust, signing, findings }: Witnessed,
): TreeHead | undefined {
  const head = opened(note, origins[partition]!, trust);
  if (typeof head !== 'string') {
    signing.signed(head);
    return head;
  }
  findings.add(signatureFault({ topic: 'events', partition, ordinal: null }, `${where}: ${head}`));
  return undefined;
}

/** The store keeps what it has published. One that lost some, or all, shows an older history than others were shown. */
function refuseForgotten(
  { partition, published, kept }: { partition: number; published: Heads; kept: Heads },
  { store, findings }: Witnessed,
): void {
  const largest = published.sizes().at(-1);
  if (largest === undefined || (kept.sizes().at(-1) ?? -1) >= largest) return;
  const says = `${store.name} has no checkpoint of more than ${kept.sizes().at(-1) ?? 0} records, and the topic has one of ${largest}`;
  findings.add({ kind: 'stored', topic: 'events', partition, ordinal: null, eventId: null, says });
}

const signatureFault = (
  place: { topic: 'checkpoints' | 'events'; partition: number; ordinal: number | null },
  says: string,
) => ({ kind: 'signature', ...place, eventId: null, says }) as const;

function originOf(note: string): string | undefined {
  try {
    return parseCheckpoint(parseNote(note).text).origin;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

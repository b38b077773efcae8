import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { bundledReport, bundledSubjects, inSnapshot, subjectsOfRow, type Bundled } from '#read-models';
import { Problem } from '#service';
import { parseCheckpoint, parseNote, parseProofFile } from '#transparency';
import type { Proven, TlogReader } from '../tlog/reader.js';
import { checkpointPath, eventPath, KEYS, MANIFEST, printManifest, proofPath, reportPath } from './format.js';
import type { About } from './format.js';
import { BUNDLE_BYTES_MAX, writeZip } from './zip.js';

/** More is no bundle any more but a backup. */
export const EVENTS_MAX = 25_000;

/** What a bundle is to be about: a report, or a subject or the row of a read model. */
export type Asked = { readonly report: string } | { readonly subject: string };

export interface Means {
  readonly database: DataSource;
  readonly reader: TlogReader;
  readonly ledger: string;
  /** How long to wait for checkpoints that cover what is new, in milliseconds. */
  readonly waitMs: number;
}

/**
 * The zip of everything about a report or a subject, which proves itself without this house: `docs/bundle.md`.
 * @throws Problem 404 for what is not there, 422 for more than a bundle holds, 503 while no checkpoint covers it
 */
export async function makeBundle(asked: Asked, means: Means): Promise<Buffer> {
  const { about, events, reports } = await inSnapshot(means.database, async (snapshot) => {
    if ('report' in asked) {
      const found = await bundledReport(snapshot, asked.report, EVENTS_MAX);
      if (!found.reports.has(asked.report)) throw new Problem(404, `No report has the id ${asked.report}.`);
      return { about: { report: asked.report } as About, ...found };
    }
    const isId = z.uuid().safeParse(asked.subject).success;
    const subjects = isId ? await subjectsOfRow(snapshot, asked.subject.toLowerCase()) : [asked.subject];
    const found = subjects.length > 0 ? await bundledSubjects(snapshot, subjects, EVENTS_MAX) : nothing;
    if (found.events.length === 0) throw new Problem(404, `Nothing is told of ${asked.subject.slice(0, 200)}.`);
    return { about: { subjects } as About, ...found };
  });
  if (events.length > EVENTS_MAX) throw tooMuch(`more than ${EVENTS_MAX} events`);
  const members = new Map<string, Uint8Array>();
  const until = Date.now() + means.waitMs;
  const tiles = means.reader.origins.map((_, partition) => means.reader.tilesAtHand(partition));
  for (const { id, partition, offset } of events) {
    const proven = await provenBy(until, id, () => means.reader.proven(id, { partition, offset }, tiles[partition]));
    const { checkpoint } = parseProofFile(proven.file);
    const { origin, size } = parseCheckpoint(parseNote(checkpoint).text);
    members.set(eventPath(id), proven.entry);
    members.set(proofPath(id), Buffer.from(proven.file));
    members.set(checkpointPath(origin, size), Buffer.from(checkpoint));
  }
  for (const [id, value] of reports) members.set(reportPath(id), value);
  members.set(KEYS, Buffer.from((await means.reader.verifierKeys()).map((key) => `${key}\n`).join('')));
  const bytes = [...members.values()].reduce((sum, { length }) => sum + length, 0);
  if (bytes > BUNDLE_BYTES_MAX / 2) throw tooMuch(`${bytes} bytes`);
  return writeZip(members.set(MANIFEST, printManifest(means.ledger, about, members)));
}

const nothing: Bundled = { events: [], reports: new Map() };

const tooMuch = (what: string): Problem =>
  new Problem(422, `A bundle of this would hold ${what}: ask for one report, or take a backup.`);

async function provenBy(until: number, id: string, prove: () => Promise<Proven | undefined>): Promise<Proven> {
  for (;;) {
    const proven = await prove();
    if (proven) return proven;
    if (Date.now() >= until) throw new Problem(503, `No checkpoint covers the event ${id} yet.`, { retryAfterS: 2 });
    await sleep(200);
  }
}

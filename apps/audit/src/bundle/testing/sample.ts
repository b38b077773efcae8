import {
  claimEvents,
  digestOfIds,
  idOf,
  idOfReport,
  parseInstant,
  producedDraft,
  receivedOf,
  writeRecord,
  type Report,
  type Unstamped,
} from '#domain';
import {
  appendEntries,
  EMPTY_LOG,
  printProofFile,
  printVerifierKey,
  proveInclusion,
  signCheckpoint,
  signerOf,
  tilePath,
  type Verifier,
} from '#transparency';
import { checkpointPath, eventPath, KEYS, MANIFEST, printManifest, proofPath, reportPath } from '../format.js';
import type { About } from '../format.js';

const AT = parseInstant('2025-12-13T15:00:00Z')!;
const LEDGER_ID = idOf('ledger', { name: 'sample' });
export const LEDGER = `urn:clemency:sample:${LEDGER_ID}`;
export const ORIGIN = `clemency/sample/${LEDGER_ID}/events/3`;
const BODY = 'Свабода 🕊. Belarus pardoned 123 prisoners on Saturday, among them Ales Bialiatski.';
const REPORT: Report = {
  source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
  body: BODY,
  lang: 'be',
};
export const REPORT_ID = idOfReport(REPORT);

const print = (record: Unstamped): Uint8Array => writeRecord(record)(AT);
const caused = { source: LEDGER, correlationid: REPORT_ID, causationid: REPORT_ID };
export const reportRecord = (more: Partial<Report> = {}): Uint8Array =>
  print({
    ...caused,
    id: REPORT_ID,
    type: 'ReportReceived',
    subject: `report/${REPORT_ID}`,
    channel: 'http',
    data: { ...REPORT, ...more },
  });

/** The claims of the report, and its receipt, which is the last. */
export function sampleEvents(): { id: string; bytes: Uint8Array; subject: string }[] {
  const evidence = [{ start: BODY.indexOf('Belarus'), end: BODY.length }];
  const drafts = ['pardoned', 'released'].map((metric) =>
    producedDraft({
      type: 'CountClaimed',
      data: {
        ...{ country: 'BY', metric, count: { value: 123, qualifier: 'exact' }, window: {} },
        ...{ population: 'prisoners', occurred: '2025-12-13', evidence },
      },
    }),
  );
  const extractor = { name: 'prose', version: '1' };
  const { events } = claimEvents({ reportId: REPORT_ID, report: REPORT, ledger: LEDGER }, drafts, extractor);
  const ids = events.map(({ id }) => id);
  const receipt: Unstamped<'ReportRecorded'> = {
    ...caused,
    id: idOf('receipt', { reportId: REPORT_ID }),
    type: 'ReportRecorded',
    subject: `report/${REPORT_ID}`,
    data: {
      reportId: REPORT_ID,
      ...receivedOf(reportRecord(), BODY),
      events: ids.length,
      eventsDigest: digestOfIds(ids),
      extractor,
    },
  };
  return [...events, receipt].map((event) => ({ id: event.id, subject: event.subject, bytes: print(event) }));
}

export interface Sample {
  readonly members: Map<string, Uint8Array>;
  readonly key: Verifier;
}

interface SampleOf {
  /** Of the key: another one is another house's. */
  readonly seed?: number;
  readonly about?: About;
  /** Other bytes than the sample's own, which are signed like them. */
  readonly events?: ReturnType<typeof sampleEvents>;
}

/** A bundle as a house makes one, of a log that has other records before and between those of the report. */
export async function sampleBundle({
  seed = 7,
  about = { report: REPORT_ID },
  events = sampleEvents(),
}: SampleOf = {}): Promise<Sample> {
  const signer = signerOf(ORIGIN, new Uint8Array(32).fill(seed));
  const entries = events.flatMap(({ bytes }, at) => [Buffer.from(`another ${at}`), bytes]);
  const { files, root } = appendEntries(EMPTY_LOG, entries);
  const shelf = new Map(files.map(({ tile, bytes }) => [tilePath(tile), bytes]));
  const store = { read: (path: string) => Promise.resolve(shelf.get(path)) };
  const size = entries.length;
  const checkpoint = signCheckpoint({ origin: ORIGIN, size, root }, [signer]);
  const members = new Map<string, Uint8Array>();
  for (const [at, { id, bytes }] of events.entries()) {
    const index = 2 * at + 1;
    const { hashes } = await proveInclusion(store, index, { size, root });
    members.set(eventPath(id), bytes);
    members.set(proofPath(id), Buffer.from(printProofFile({ index, hashes, checkpoint })));
  }
  members.set(reportPath(REPORT_ID), reportRecord());
  members.set(checkpointPath(ORIGIN, size), Buffer.from(checkpoint));
  members.set(KEYS, Buffer.from(`${printVerifierKey(signer)}\n`));
  return { members: sealed(members, about), key: signer };
}

/** The members with a manifest that says of them what they are. */
export function sealed(
  members: ReadonlyMap<string, Uint8Array>,
  about: About = { report: REPORT_ID },
): Map<string, Uint8Array> {
  const others = new Map([...members].filter(([path]) => path !== MANIFEST));
  return new Map([...others, [MANIFEST, printManifest(LEDGER, about, others)]]);
}

import {
  checkEvent,
  checkQuotes,
  checkReceipt,
  checkSubmission,
  isClaimType,
  receivedOf,
  sha256Hex,
  type Breach,
  type Envelope,
  type LedgerEvent,
} from '#domain';
import type { Verifier } from '#transparency';
import { eventPath, idIn, isBundleName, KEYS, MANIFEST, parseManifest, reportPath } from './format.js';
import type { Manifest, Members } from './format.js';
import { Proofs } from './proofs.js';

/** What is wrong with one member of a bundle, to be read after its path. */
export interface Fault {
  readonly member: string;
  readonly says: string;
}

/** What a bundle proves, and what is wrong with it. */
export interface BundleCheck {
  readonly ok: boolean;
  readonly ledger: string | null;
  readonly about: Manifest['about'] | null;
  /** Would it show if an event had been left out? Of a report the receipt counts them; of a subject nothing does. */
  readonly showsOmission: boolean;
  readonly events: number;
  readonly reports: number;
  readonly checkpoints: number;
  /** By how many keys the checkpoints were verified that came from outside, and by how many of the bundle's own. */
  readonly keys: { readonly given: number; readonly own: number };
  readonly faults: readonly Fault[];
}

/**
 * All that can be said of a bundle by whoever has nothing else: that each event is the one that was signed, that it and the
 * reports are what their ids, schemas, receipts and quotes say, and that the receipts' reports are complete. Pure.
 * @param given keys from outside; where there is one, the bundle's own keys count for nothing
 */
export function checkBundle(members: Members, given: readonly Verifier[]): BundleCheck {
  const faults: Fault[] = [];
  const fault = (member: string, says: string): void => void faults.push({ member, says });
  const manifestBytes = members.get(MANIFEST);
  const manifest = manifestBytes ? parseManifest(manifestBytes) : 'is missing';
  if (typeof manifest === 'string') {
    fault(MANIFEST, manifest);
    return outcome(members, { manifest: null, proofs: undefined, faults });
  }
  const whole = listedMembers(members, manifest, fault);
  const proofs = new Proofs(whole, { given, ledger: manifest.ledger, fault });
  const { events, reports } = recordsIn(whole, manifest.ledger, fault);
  for (const id of events.keys()) proofs.check(id, whole.get(eventPath(id))!);
  for (const path of whole.keys()) {
    if (path.endsWith('.tlog-proof') && !members.has(eventPath(idIn(path))))
      fault(path, 'proves no event of the bundle');
  }
  proofs.checkUnused();
  checkReports({ events, reports, whole, about: manifest.about }, fault);
  for (const says of aboutFaults(manifest.about, events, reports)) fault(MANIFEST, says);
  return outcome(members, { manifest, proofs, faults });
}

type Tell = (member: string, says: string) => void;
type Events = ReadonlyMap<string, LedgerEvent>;
type Reports = ReadonlyMap<string, Envelope<'ReportReceived'>>;

function outcome(
  members: Members,
  { manifest, proofs, faults }: { manifest: Manifest | null; proofs: Proofs | undefined; faults: readonly Fault[] },
): BundleCheck {
  const count = (folder: string, ending: string): number =>
    [...members.keys()].filter((path) => path.startsWith(folder) && path.endsWith(ending)).length;
  return {
    ok: faults.length === 0,
    ledger: manifest?.ledger ?? null,
    about: manifest?.about ?? null,
    showsOmission: manifest !== null && 'report' in manifest.about,
    events: count('events/', '.json'),
    reports: count('reports/', '.json'),
    checkpoints: count('checkpoints/', '.txt'),
    keys: proofs?.keys ?? { given: 0, own: 0 },
    faults,
  };
}

/** The members that are what the manifest says: what is wrong with the others is said once, and they are looked at no further. */
function listedMembers(members: Members, { members: listed }: Manifest, fault: Tell): Members {
  const whole = new Map<string, Uint8Array>();
  for (const { path, bytes, sha256 } of listed) {
    const member = members.get(path);
    if (!isBundleName(path) || path === MANIFEST || whole.has(path)) fault(MANIFEST, `lists ${path.slice(0, 200)}`);
    else if (!member) fault(path, 'is missing, and the manifest lists it');
    else if (member.length !== bytes || sha256Hex(member) !== sha256)
      fault(path, `is not what the manifest says: ${bytes} bytes with the SHA-256 ${sha256}`);
    else whole.set(path, member);
  }
  const names = new Set(listed.map(({ path }) => path));
  for (const path of members.keys()) if (path !== MANIFEST && !names.has(path)) fault(path, 'is not in the manifest');
  if (!names.has(KEYS)) fault(MANIFEST, `lists no ${KEYS}`);
  return whole;
}

/** Events and reports that can be read, by id; shape, canonical form, subject, ledger and id of each are checked. */
function recordsIn(whole: Members, ledger: string, fault: Tell): { events: Events; reports: Reports } {
  const events = new Map<string, LedgerEvent>();
  const reports = new Map<string, Envelope<'ReportReceived'>>();
  for (const [path, bytes] of whole) {
    if (!path.endsWith('.json')) continue;
    const isEvent = path.startsWith('events/');
    const { record, breaches } = isEvent ? checkEvent(bytes, { ledger }) : checkSubmission(bytes, { ledger });
    tell(path, breaches, fault);
    if (!record) continue;
    if (record.id !== idIn(path)) fault(path, `holds the record ${record.id}`);
    else if (isEvent) events.set(record.id, record as LedgerEvent);
    else if (record.type === 'ReportReceived') reports.set(record.id, record);
    else fault(path, `is a ${record.type} and no report`);
  }
  return { events, reports };
}

const tell = (path: string, breaches: readonly Breach[], fault: Tell): void => {
  for (const { field, says } of breaches) fault(path, `${field} ${says}`.trim());
};

interface Records {
  readonly events: Events;
  readonly reports: Reports;
  readonly whole: Members;
  readonly about: Manifest['about'];
}

/** A report's bytes are vouched for by its receipt, which is an event; and its quotes stand in it. */
function checkReports({ events, reports, whole, about }: Records, fault: Tell): void {
  const receipts = new Map<string, LedgerEvent & Envelope<'ReportRecorded'>>();
  for (const event of events.values()) if (event.type === 'ReportRecorded') receipts.set(event.data.reportId, event);
  for (const [id, { data }] of reports) {
    const receipt = receipts.get(id);
    if (!receipt) {
      fault(reportPath(id), 'has no receipt in the bundle: nothing that was signed vouches for it');
      continue;
    }
    const received = receivedOf(whole.get(reportPath(id))!, data.body);
    const isWhole = 'report' in about && about.report === id;
    const eventIds = isWhole ? { eventIds: causedBy(id, events) } : {};
    tell(eventPath(receipt.id), checkReceipt(receipt.data, { ...received, ...eventIds }), fault);
  }
  for (const event of events.values()) {
    if (!isClaimType(event.type) || !('evidence' in event.data)) continue;
    for (const id of new Set(event.data.evidence.map(({ reportId }) => reportId))) {
      const report = reports.get(id);
      if (!report) fault(eventPath(event.id), `quotes the report ${id}, which is not in the bundle or can't be read`);
      else tell(eventPath(event.id), checkQuotes(event, { id, body: report.data.body }), fault);
    }
  }
}

/** The events that the receipt of a report counts: what was found when it was read again is not among them. */
const causedBy = (report: string, events: Events): string[] =>
  [...events.values()]
    .filter(
      ({ type, correlationid, causationid }) =>
        correlationid === report && type !== 'ReportRecorded' && !(isClaimType(type) && causationid !== correlationid),
    )
    .map(({ id }) => id);

function aboutFaults(about: Manifest['about'], events: Events, reports: Reports): string[] {
  if ('report' in about) {
    return reports.has(about.report)
      ? []
      : [`says that the bundle is about the report ${about.report}, which it has not`];
  }
  const held = new Set([...events.values()].map(({ subject }) => subject));
  return about.subjects
    .filter((subject) => !held.has(subject))
    .map((subject) => `says that the bundle is about ${subject.slice(0, 200)}, of which it has no event`);
}

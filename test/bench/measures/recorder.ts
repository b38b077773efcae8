import { claimEvents, producedDraft, writeRecord, type Report } from '#domain';
import { extract } from '#extraction';
import type { Draft } from '#log';
import { openHouse, type Home, type House } from '../../house.js';
import { proseReport } from '../data/prose.js';
import { structuredReport, type SampleReport } from '../data/reports.js';
import { ratio, Rounds, secondsOf, type Measured } from '../findings.js';
import { catchUp } from '../halted.js';
import { MemoryWatch } from '../memory.js';

const ROUNDS = 3;
const KINDS = { prose: { reports: 400, of: proseReport }, structured: { reports: 4000, of: structuredReport } };

/**
 * The recorder, from a backlog: stories of 3,000 characters that it has to read, and reports of structured producers.
 * Round by round beside the same reading in one thread that stores nothing.
 */
export async function measureRecorder(home: Home, effort: number): Promise<Measured> {
  const house = await openHouse(home, ['recorder']);
  try {
    const memory = new MemoryWatch('recorder', house.program('recorder'));
    const rounds = {
      prose: { ours: new Rounds(), theirs: new Rounds() },
      structured: { ours: new Rounds(), theirs: new Rounds() },
    };
    let number = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const kind of ['prose', 'structured'] as const) {
        const { reports, of } = KINDS[kind];
        const samples = Array.from({ length: Math.ceil(reports * effort) }, () => of((number += 1)));
        const seconds = await record(house, samples);
        const alone = await secondsOf(async () => samples.forEach((sample) => read(sample, house.ledger.source)));
        // The first round warms both up.
        if (round === 0) continue;
        rounds[kind].ours.add(samples.length, seconds);
        rounds[kind].theirs.add(samples.length, alone);
      }
    }
    return [
      ...findingsOf('prose', rounds.prose),
      ...findingsOf('structured', rounds.structured),
      ...memory.stop(effort === 1),
    ];
  } catch (error) {
    throw new Error(`The recorder could not be measured; it said: ${house.output()}`, { cause: error });
  } finally {
    await house.close();
  }
}

function record(house: House, samples: readonly SampleReport[]): Promise<number> {
  const drafts = samples.map((sample) => draftOf(sample, house.ledger.source));
  return catchUp(house.ledger, house.program('recorder'), ['reports', drafts], async (ends) => {
    const committed = await house.ledger.log.committed('recorder', 'reports');
    return ends.every((end, partition) => committed[partition]! >= end);
  });
}

/** As the door appends it. */
function draftOf({ id, report }: SampleReport, source: string): Draft {
  const print = writeRecord({
    id,
    source,
    type: 'ReportReceived',
    subject: `report/${id}`,
    correlationid: id,
    causationid: id,
    data: report,
  });
  return { key: id, print };
}

/** What a report claims, as events that could be written. */
function read({ id, report }: { id: string; report: Report }, ledger: string): void {
  const { drafts, extractor } = report.events
    ? { drafts: report.events.map(producedDraft), extractor: { name: 'producer', version: '1' } }
    : extract(report);
  claimEvents({ reportId: id, report, ledger }, drafts, extractor);
}

function findingsOf(kind: 'prose' | 'structured', { ours, theirs }: { ours: Rounds; theirs: Rounds }): Measured {
  const [name, what] =
    kind === 'prose' ? ['recorderProse', 'prose of 3,000 characters'] : ['recorderStructured', 'structured reports'];
  return [
    ratio(`${name}ToReading`, `recorder / reading alone in one thread, ${what}`, [ours.perSecond, theirs.perSecond]),
    { name, says: `recorder, ${what}`, value: ours.perSecond, unit: 'reports/s' },
    {
      name: `${name}Reading`,
      says: `reading alone in one thread, ${what}`,
      value: theirs.perSecond,
      unit: 'reports/s',
    },
  ];
}

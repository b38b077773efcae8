import { Api, type Event, type Sent, type Page, type ReportAnswer, type Row } from './api.js';
import { CORRECTED_FIGURE, correctionOf, NOTE, WIRE } from './reports.js';

export interface Telling {
  readonly url: string;
  readonly key: string | undefined;
  readonly print: (line: string) => void;
}

/** Sends three reports and tells, as a person would read it, what they claim and what the house then holds. */
export async function tellStory({ url, key, print }: Telling): Promise<void> {
  const api = new Api(url, key);
  const heading = (text: string): void => {
    print(`\n${text}\n${'─'.repeat(text.length)}`);
  };

  heading('13 December 2025: a wire story comes in');
  const wire = await api.send(WIRE);
  await tellClaims(api, wire, print);

  heading('16 December: a law firm looks at what was signed');
  const note = await api.send(NOTE);
  await tellClaims(api, note, print);

  heading('What the house holds now');
  await tellHoldings(api, note.position, {}, print);

  heading('17 December: the wire corrects a figure of its own');
  print(`"${CORRECTED_FIGURE.was}" becomes "${CORRECTED_FIGURE.is}".`);
  const corrected = await api.send(correctionOf(wire.reportId));
  await tellCounts(api, { after: corrected.position }, 'The count, as known now:', print);
  const knownAt = await instantBefore(api, wire.reportId);
  await tellCounts(api, { knownAt }, `The count, as known before the correction (knownAt=${knownAt}):`, print);
  print('\nNothing was edited: both versions, and the act that put one in the place of the other, are events.');
  print(`Look: ${url}/v1/reports/${wire.reportId} and ${url}/docs`);
}

/** The instant before the report was revised. It is on record, so a story told twice gives the same answer. */
async function instantBefore(api: Api, reportId: string): Promise<string> {
  const { events } = await api.read<ReportAnswer>(`/v1/reports/${reportId}`);
  const revised = events.find(({ type }) => type === 'ReportRevised');
  if (!revised) throw new Error(`Nothing has revised the report ${reportId}.`);
  return new Date(Date.parse(revised.recordedtime) - 1).toISOString();
}

async function tellClaims(api: Api, sent: Sent, print: Telling['print']): Promise<void> {
  const { report, events } = await api.read<ReportAnswer>(`/v1/reports/${sent.reportId}`, { after: sent.position });
  if (sent.duplicate) print('(The house has this report already; sending it again changes nothing.)');
  print(`${report.source.name} claims:`);
  const claims = events.filter(({ data }) => 'evidence' in data);
  // In the order of the text, as a reader meets them.
  for (const event of claims.sort((a, b) => startOf(a) - startOf(b))) {
    const { modality, assertedBy, occurred, evidence } = event.data;
    const said = modality === 'performed' ? '' : ` [${modality}]`;
    const when = occurred.edtf === 'XXXX' ? '' : `, ${occurred.edtf}`;
    const who = assertedBy.name ? ` — says ${assertedBy.name}` : '';
    print(`  • ${sentenceOf(event)}${when}${said}${who}`);
    print(`      "${shorten(evidence[0]?.quote ?? '')}"`);
  }
}

async function tellHoldings(
  api: Api,
  after: string,
  clocks: Record<string, string>,
  print: Telling['print'],
): Promise<void> {
  const rows = async (name: string): Promise<readonly Row[]> =>
    (await api.read<Page>(`/v1/${name}`, { after, limit: '20', ...clocks })).items;
  for (const row of await rows('prisoners')) {
    print(`  ${String(row.name)}: ${row.status} since ${row.valid.from ?? 'an unknown day'} (${restsOn(row)})`);
  }
  for (const row of await rows('releases')) print(`  ${groupOf(row)} (${restsOn(row)})`);
  for (const row of await rows('sanctions')) {
    const { name } = row.target as { name: string };
    print(
      `  ${String(row.authority)} sanctions on ${name}: ${row.status} since ${row.valid.from ?? 'an unknown day'} (${restsOn(row)})`,
    );
  }
  for (const row of await rows('exchanges')) {
    print(
      `  An exchange between ${String(row.parties).replace('-', ' and ')}: the link is ${String(row.link)} (${restsOn(row)})`,
    );
  }
  await tellCounts(api, { after, ...clocks }, '  Counts claimed:', print);
}

async function tellCounts(
  api: Api,
  query: Record<string, string>,
  title: string,
  print: Telling['print'],
): Promise<void> {
  const { items } = await api.read<Page>('/v1/counts', { country: 'BY', ...query });
  print(title);
  for (const row of items) {
    const { qualifier } = row.count as { qualifier: string };
    const { from } = row.window as { from?: string };
    print(
      `    ${String(row.metric)}: ${qualifier.replace('_', ' ')} ${String(row.value)} ${String(row.population)}${from ? ` since ${from}` : ''}`,
    );
  }
}

/** A group that is only demanded, announced or denied is told as that, never as freed. */
function groupOf(row: Row): string {
  const [count] = row.counts as { value: number; qualifier: string }[];
  const figure =
    count!.qualifier === 'exact' ? String(count!.value) : `${count!.qualifier.replace('_', ' ')} ${count!.value}`;
  const group = `a group of ${figure} ${String(row.population)}`;
  if (!['performed', 'ongoing', 'background'].includes(String(row.modality))) {
    return `Only ${String(row.modality)}: ${group} to be ${String(row.kind)}`;
  }
  const named = (row.named as { name: string }[]).map(({ name }) => name).join(', ') || 'nobody';
  const { least } = row.unnamed as { least: number };
  return `Freed on ${row.valid.from ?? 'an unknown day'}: ${group}; named: ${named}; not named: ${least}`;
}

const restsOn = ({ events }: Row): string => `${events.length} claim${events.length === 1 ? '' : 's'}`;

const startOf = ({ data }: Event): number => data.evidence[0]?.start ?? 0;

function sentenceOf({ type, data }: Event): string {
  const words = type.replace(/(?!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  const figure = data.count
    ? `${data.count.qualifier.replace('_', ' ')} ${data.count.value} ${data.population ?? data.unit ?? ''}`.trim()
    : undefined;
  const names = data.named?.map(({ name }) => name).join(', ');
  const licence = data.licence && `licence ${data.licence.number} for ${data.licence.parties.join(', ')}`;
  const parts = [data.person?.name, data.authority, data.target?.name, licence, figure, names, data.link];
  return `${words}: ${parts.filter((part) => part !== undefined && part !== '').join(' · ')}`;
}

const shorten = (quote: string): string => (quote.length > 150 ? `${quote.slice(0, 147)}…` : quote);

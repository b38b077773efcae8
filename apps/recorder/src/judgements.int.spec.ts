import { databaseAvailable } from '../../../test/setup/database.js';
import { blockOf, type Judgement, type LedgerEvent, type Review } from '#domain';
import { batchOf, bytesOf, eventsOf, openRecording, type Placed, type Recording } from './testing/recording.js';
import { judgement, review } from './testing/submissions.js';

const describeWithDatabase = databaseAvailable() ? describe : describe.skip;
const by = { id: 'analyst-7', name: 'An analyst' };
const across: Judgement = {
  left: { name: 'Maria Ivanova', country: 'BY', identifiers: [] },
  right: { name: 'Maria Petrova', country: 'BY', identifiers: [] },
  judgement: 'positive',
  because: 'She took another name.',
  by,
};
const BLOCKS = [across.left, across.right].map(blockOf);

describeWithDatabase('judgements at the recorder (Postgres; skipped without one)', () => {
  let recording: Recording;
  let source: string;
  beforeAll(async () => {
    recording = await openRecording();
    source = recording.ledger.source;
  });
  afterAll(() => recording.close());

  const record = async (...placed: readonly Placed[]) => recording.recorder().transform(batchOf(...placed));
  const recordOne = async (data: Judgement): Promise<LedgerEvent[]> => {
    const [placed] = await recording.send(judgement(source, data));
    return eventsOf(await record(placed!));
  };
  const reviewOf = async (of: string, type: 'ClaimRetracted' | 'ClaimRejected' = 'ClaimRetracted') => {
    const data: Review = { type, of, by, reason: 'identity_error' };
    const [placed] = await recording.send(review(source, data));
    return eventsOf(await record(placed!));
  };

  it('given two blocks, appends a copy under each in one go, and once however often it is read or sent', async () => {
    const sent = judgement(source, across);
    const [one, again] = await recording.send(sent, sent);
    const drafts = await record(one!);
    expect(BLOCKS[0]).not.toBe(BLOCKS[1]);
    expect(eventsOf(drafts).map(({ type, subject }) => `${type} ${subject}`)).toEqual(
      BLOCKS.map((block) => `IdentityJudged ${block}`),
    );
    expect(drafts.map(({ key }) => key)).toEqual(BLOCKS);
    expect(eventsOf(drafts).map(({ data }) => data)).toMatchObject([
      { side: 'left', judgement: 'positive', left: { name: 'Maria Ivanova', script: 'Latn' } },
      { side: 'right', judgement: 'positive' },
    ]);
    expect(bytesOf(await record(one!))).toEqual(bytesOf(drafts));
    expect(await record(again!)).toEqual([]);
  });

  it('given one block, appends one event', async () => {
    const right = { name: 'Maria Ivanova', country: 'BY', birthDate: '1962-09-25', identifiers: [] };
    const events = await recordOne({ ...across, right });
    expect(events.map(({ subject }) => subject)).toEqual([BLOCKS[0]]);
  });

  it('given a review of either copy, reviews both; given a review of that, takes both back', async () => {
    const copies = await recordOne({ ...across, because: 'Seen twice.' });
    const retraction = await reviewOf(copies[1]!.id);
    expect(retraction.map(({ data, subject }) => [(data as { of: string }).of, subject])).toEqual([
      [copies[1]!.id, BLOCKS[1]],
      [copies[0]!.id, BLOCKS[0]],
    ]);
    const back = await reviewOf(retraction[1]!.id);
    expect(back.map(({ data }) => (data as { of: string }).of).sort()).toEqual(retraction.map(({ id }) => id).sort());
    expect(new Set([...retraction, ...back].map(({ id }) => id)).size).toBe(4);
  });

  it('given reviews of two judgements by one analyst, keeps them apart', async () => {
    const [one] = await recordOne({ ...across, because: 'The first reason.' });
    const [two] = await recordOne({ ...across, because: 'The second reason.' });
    const reviews = [...(await reviewOf(one!.id, 'ClaimRejected')), ...(await reviewOf(two!.id, 'ClaimRejected'))];
    expect(new Set(reviews.map(({ data }) => (data as { of: string }).of)).size).toBe(4);
  });
});

import { readSubmission, type Judgement } from '#domain';
import { Problem } from '#service';
import { admitJudgement } from './admission.js';

const LEDGER = 'urn:clemency:test:77f56692-efc0-5e26-ad1e-df3e4d2e0946';
const judgement = {
  left: { name: 'Maria Ivanova', country: 'BY' },
  right: { name: 'Maria Petrova', country: 'BY' },
  judgement: 'positive',
  because: 'She took another name.',
  by: { id: 'analyst-7', name: 'An analyst' },
};
const admit = (over: object = {}) => admitJudgement({ ...judgement, ...over }, LEDGER);

function fieldsRefused(over: object, at: readonly number[] = []): string[] {
  try {
    admitJudgement({ ...judgement, ...over }, LEDGER, at);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.status).toBe(422);
    return (error.options.errors ?? []).map(({ field }) => field);
  }
  return [];
}

describe('a judgement at the door', () => {
  it('is kept as it was sent, with the defaults filled in', () => {
    const { draft, id } = admit();
    const kept = readSubmission(draft.print(0n));
    expect(kept).toMatchObject({ id, type: 'JudgementReceived', subject: `judgement/${id}` });
    const { left, ...rest } = (kept.data as { judgement: Judgement }).judgement;
    expect(left).toEqual({ ...judgement.left, identifiers: [] });
    expect(rest).toMatchObject({ judgement: 'positive', because: judgement.because, by: judgement.by });
  });

  it('is the same one whichever side is called left, however the names are capitalised and whatever the analyst is called', () => {
    const { left, right } = judgement;
    const same = [
      admit({ left: right, right: left }),
      admit({ left: { ...left, name: 'MARIA  IVANOVA' } }),
      admit({ by: { id: 'analyst-7', name: 'Another spelling' } }),
    ];
    expect(new Set([admit().id, ...same.map(({ id }) => id)]).size).toBe(1);
    const others = [
      admit({ judgement: 'negative' }),
      admit({ because: 'For another reason.' }),
      admit({ by: { id: 'analyst-8', name: 'An analyst' } }),
      admit({ left: { ...left, birthDate: '1962-09-25' } }),
      admit({ left: { ...left, country: 'RU' } }),
    ];
    expect(new Set([admit().id, ...others.map(({ id }) => id)]).size).toBe(6);
  });

  it('becomes one event where both sides are of one block, else one for each side', () => {
    expect(admit({ right: { name: 'Maria Ivanova', country: 'BY', birthDate: '1962-09-25' } }).eventIds).toHaveLength(
      1,
    );
    expect(new Set(admit().eventIds).size).toBe(2);
  });

  it.each([
    ['a side without a country', { left: { name: 'A' } }, ['left.country']],
    ['a side without a name', { right: { country: 'BY', name: ' ' } }, ['right.name']],
    ['one and the same mention on both sides', { right: { name: 'maria ivanova', country: 'BY' } }, ['right']],
    ['a word that is no judgement', { judgement: 'maybe' }, ['judgement']],
    ['no reason', { because: undefined }, ['because']],
    ['nobody who judges', { by: { id: 'x' } }, ['by.name']],
    ['a side of its own choice', { side: 'left' }, ['side']],
    ['a field of a person that nobody knows', { left: { ...judgement.left, phone: '1' } }, ['left.phone']],
  ])('is refused with %s, by the name of the field', (_, over, fields) => {
    expect(fieldsRefused(over)).toEqual(fields);
  });

  it('is named by its place in an array', () => {
    expect(fieldsRefused({ judgement: 'no' }, [3])).toEqual(['[3].judgement']);
  });
});

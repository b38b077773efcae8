import { writeToken } from '#domain';
import { BEFORE_ALL, type FeedPlace } from '#read-models';
import { Problem } from '#service';
import { beginningOf, readFeedCursor, writeFeedCursor, type FeedCursor } from './feed-cursor.js';

const place = (next: bigint, redrive = 0, offset = 0n): FeedPlace => ({ next, redrive, offset });
const progress = { ledger: 'urn:clemency:a:1', generation: 'read_g1', built: 5n, ends: [place(9n, 3), place(4n, 1)] };
const cursor: FeedCursor = { ...progress, places: [place(7n), place(4n, 0, 2n)], least: [2n, 4n] };

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return `${error.status} ${error.detail}`;
    throw error;
  }
  return 'no refusal';
}

describe('the cursor of the change feed', () => {
  it('is read as it was written, and is fit for a URL', () => {
    const token = writeFeedCursor(cursor);
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    const { ledger, generation, built, places, least } = cursor;
    expect(readFeedCursor(token)).toEqual({ ledger, generation, built, places, least });
  });

  it('is refused where it is none, or was tampered with', () => {
    const token = writeFeedCursor(cursor);
    const bad = ['', 'x', `${token}A`, token.slice(1), writeToken('cursor', {}), writeToken('changes', { p: [] })];
    for (const one of bad) expect(refusalOf(() => readFeedCursor(one))).toMatch(/^400 since: is no cursor/);
  });

  it('begins where it stands in its own generation, and without one at the beginning of the log', () => {
    expect(beginningOf(cursor, progress)).toEqual({ places: cursor.places, switchedFrom: null });
    expect(beginningOf(undefined, progress)).toEqual({ places: [BEFORE_ALL, BEFORE_ALL], switchedFrom: null });
    expect(beginningOf({ ...cursor, places: progress.ends }, progress)).toMatchObject({ places: progress.ends });
  });

  it('begins in another generation at the least offset that was not told, once that is there', () => {
    const other = { ...progress, generation: 'read_g2', ends: [place(2n, 1), place(4n, 1)] };
    const places = [place(2n), place(4n)];
    expect(beginningOf(cursor, other)).toEqual({ places, switchedFrom: 'read_g1' });
    expect(beginningOf(cursor, { ...progress, built: 6n })).toEqual({ places, switchedFrom: 'read_g1' });
    const filling = { ...other, ends: [place(1n, 1), place(4n, 1)] };
    expect(beginningOf(cursor, filling)).toEqual({ places: null, switchedFrom: 'read_g1' });
  });

  it('is refused where it is of another ledger, or beyond the end of this one, saying so', () => {
    const refusal = (one: FeedCursor): string => refusalOf(() => beginningOf(one, progress));
    expect(refusal({ ...cursor, ledger: 'urn:clemency:a:2' })).toMatch(/another ledger \(urn:clemency:a:2\)/);
    expect(refusal({ ...cursor, places: [place(1n)] })).toMatch(/another ledger/);
    expect(refusal({ ...cursor, places: [place(10n), place(4n)] })).toMatch(/beyond the end: .* partition 0 .* 10,/);
    expect(refusal({ ...cursor, places: [place(9n, 3, 1n), place(4n)] })).toMatch(/beyond the end/);
    expect(refusal({ ...cursor, ledger: null })).toBe('no refusal');
  });
});

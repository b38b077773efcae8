import { type ClaimFields } from '#domain';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { rowsAfter } from '../engine/testing/stories.js';
import type { SanctionSlice } from './row.js';

type Type = 'SanctionImposed' | 'SanctionEased' | 'SanctionLifted' | 'SanctionReimposed';
const told = (
  type: Type,
  edtf: string,
  { target = 'potash', ...other }: Partial<ClaimFields> & { target?: string } = {},
) =>
  exampleOf(type, {
    ...EXAMPLES[type][0].data,
    ...saidOn(edtf, other),
    target: { kind: 'goods', name: target, identifiers: [] },
  });
const imposed = told('SanctionImposed', '2021-08-09');
const rows = (...events: Parameters<typeof rowsAfter>[1][]) => rowsAfter<SanctionSlice>('sanction', ...events);
const course = async (...events: Parameters<typeof rowsAfter>[1][]): Promise<string[]> =>
  (await rows(...events)).map(({ validFrom, status, certain }) => `${validFrom} ${status}${certain ? '' : '?'}`);

describe("an authority's restrictions on a target", () => {
  it('given that they are imposed, eased, lifted and imposed again, are each in its time', async () => {
    expect(
      await course(
        imposed,
        told('SanctionEased', '2025-12-13'),
        told('SanctionLifted', '2026-01-10'),
        told('SanctionReimposed', '2026-03-01'),
      ),
    ).toEqual([
      '0001-01-01 unknown',
      '2021-08-09 imposed',
      '2025-12-13 eased',
      '2026-01-10 lifted',
      '2026-03-01 imposed',
    ]);
  });

  it('given only that they will be lifted, stay as they are', async () => {
    const announced = told('SanctionLifted', '2025-12-13', { modality: 'announced' });
    expect((await course(imposed, announced)).at(-1)).toBe('2021-08-09 imposed');
  });

  it('given one day on which they are imposed and eased, are eased; imposed and lifted, are disputed', async () => {
    expect((await course(imposed, told('SanctionEased', '2021-08-09'))).at(-1)).toBe('2021-08-09 eased');
    expect((await course(imposed, told('SanctionLifted', '2021-08-09'))).at(-1)).toBe('2021-08-09 disputed');
    expect((await course(told('SanctionEased', '2021-08-09'), told('SanctionLifted', '2021-08-09'))).at(-1)).toBe(
      '2021-08-09 lifted',
    );
  });

  it('given a licence, show it with what it does not do', async () => {
    const [, licensed] = EXAMPLES.SanctionEased;
    const found = await rows(EXAMPLES.SanctionImposed[0], licensed!);
    expect(found.at(-1)!.details.licences).toMatchObject([{ number: '13', unblocks: false }]);
  });

  it('given two targets, are two rows, also where the names differ only at the end of a long name', async () => {
    const holding = 'Open Joint Stock Company Managing Company of the Holding for Chemical and Petrochemical Works';
    const found = await rows(
      told('SanctionImposed', '2021-08-09', { target: `${holding} No. 1` }),
      told('SanctionLifted', '2021-08-09', { target: `${holding} No. 2` }),
    );
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLAIMS, MODALITIES } from '#domain';
import { summary } from './testing/told.js';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/codebook.md'), 'utf8');

interface Example {
  readonly type: string;
  readonly text: string;
  /** "PrisonersReleased performed", "no PrisonerReleased performed" or "nothing". */
  readonly claims: readonly string[];
}

const sections = PAGE.split(/^### /m)
  .slice(1)
  .map((section) => ({ type: section.slice(0, section.indexOf('\n')), text: section }));
const examples = sections.flatMap(({ type, text }): Example[] =>
  [...text.matchAll(/^\* (.+) → (.+)$/gm)].map(([, sentence, claims]) => ({
    type,
    text: sentence!,
    claims: claims!.split('; '),
  })),
);

describe('the codebook', () => {
  it('has every type of claim once, and no other', () => {
    expect(sections.map(({ type }) => type).sort()).toEqual(Object.keys(CLAIMS).sort());
  });

  it('has every modality, with an example that is read so', () => {
    const rows = [...PAGE.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm)];
    expect(rows.map(([, modality]) => modality).sort()).toEqual([...MODALITIES].sort());
    for (const [, modality, text] of rows) expect(summary(text!.trim())).toContain(`PrisonersReleased ${modality!}`);
  });

  it('has an example of each type that is read from prose, and a reason for each that is not', () => {
    for (const { type, text } of sections) {
      const told = examples.some(
        (example) => example.type === type && example.claims.some((claim) => claim.startsWith(type)),
      );
      expect([type, told]).toEqual([type, !text.includes('*Not read from prose.*')]);
    }
  });

  it.each(examples)('$type: $text', ({ text, claims }) => {
    const read = summary(text);
    for (const claim of claims) {
      if (claim === 'nothing') expect(read).toEqual([]);
      else if (claim.startsWith('no ')) expect(read).not.toContain(claim.slice(3));
      else expect(read).toContain(claim);
    }
  });
});

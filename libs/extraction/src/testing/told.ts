import type { ClaimDraft } from '#domain';
import { extract } from '../extract.js';

/** The day on which the texts of the specs came out: a Saturday. */
export const PUBLISHED = '2025-12-13';

/** The drafts of a text, as a report of that day. */
export const told = (body: string): ClaimDraft[] =>
  extract({ source: SOURCE, body, lang: 'en', publishedAt: PUBLISHED }).drafts;

const SOURCE = { id: 'spec', name: 'Spec', kind: 'newsroom' };

/** The drafts of a type, each with its modality and fields on one level, so that `toMatchObject` reads well. */
export const toldOf = (type: ClaimDraft['type'], body: string): Record<string, unknown>[] =>
  told(body)
    .filter((draft) => draft.type === type)
    .map(({ fields, modality, occurred, assertedBy, key }) => ({
      ...fields,
      modality,
      on: occurred.edtf,
      assertedBy,
      key,
    }));

/** Types and modalities alone: "SanctionEased announced". */
export const summary = (body: string): string[] => told(body).map(({ type, modality }) => `${type} ${modality}`);

/** Types whose claim says that the thing came about. */
export const happenings = (body: string): string[] =>
  told(body)
    .filter(({ modality }) => ['performed', 'ongoing', 'background'].includes(modality))
    .map(({ type }) => type);

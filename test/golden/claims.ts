/** Claims as a structured producer states them, in few words each; shapes are those of `GET /v1/schemas`. */
export type Claim = Readonly<{ type: string; key?: string; data: Record<string, unknown> }>;
type More = Record<string, unknown>;

export const person = (name: string) => ({ name, script: 'Latn', country: 'BY' });
export const entity = (name: string) => ({ kind: 'entity', name });
export const goods = (name: string) => ({ kind: 'goods', name });

const US = { authority: 'US', agency: 'OFAC', country: 'BY', programme: 'US-BRUS' };
export const EU = { authority: 'EU', agency: undefined, country: 'BY', programme: 'EU-BLR' };

export const act = (type: string, target: object, occurred: string, more: More = {}): Claim => ({
  type,
  data: { ...US, target, occurred, ...more },
});

export const imposed = (target: object, occurred: string, more: More = {}): Claim =>
  act('SanctionImposed', target, occurred, { measures: ['asset_freeze'], ...more });

/** A general licence for one of those whom it names. */
export const licensed = (target: { name: string }, number: string, occurred: string, more: More = {}): Claim => {
  const { licence, ...rest } = more as { licence?: object };
  return act('SanctionEased', target, occurred, {
    means: 'general_licence',
    instrument: `General License ${number}`,
    measures: ['asset_freeze'],
    licence: { number, parties: [target.name], ...licence },
    ...rest,
  });
};

export const owned = (owner: { name: string }, by: number, of: { name: string }, occurred: string): Claim => {
  const { agency: _agency, ...authority } = US;
  return { type: 'OwnershipStated', data: { ...authority, owner, owned: of, percent: by, occurred } };
};

export const counted = (country: string, value: number, qualifier: string, more: More = {}): Claim => ({
  type: 'CountClaimed',
  data: { country, metric: 'released', count: { value, qualifier }, window: {}, population: 'people', ...more },
});

export const group = (type: string, value: number, occurred: string, more: More = {}): Claim => ({
  type,
  key: '#group',
  data: { country: 'BY', count: { value, qualifier: 'exact' }, population: 'prisoners', occurred, ...more },
});

export const part = (label: string, value: number) => ({ label, count: { value, qualifier: 'exact' } });

/** Claims as a structured producer states them, in few words each; shapes are those of `GET /v1/schemas`. */
export type Claim = Readonly<{ type: string; key?: string; data: Record<string, unknown> }>;
type More = Record<string, unknown>;

export const person = (name: string, more: More = {}) => ({ name, script: 'Latn', country: 'BY', ...more });
export const KALESNIKAVA = person('Maria Kalesnikava', { birthDate: '1982-04-24' });
export const KOLESNIKOVA = person('Maria Kolesnikova', { birthDate: '1982-04-24' });
export const BIALIATSKI = person('Ales Bialiatski');
export const BABARYKA = person('Viktar Babaryka');
export const STATKEVICH = person('Mikola Statkevich');
export const COALE = { how: 'quotes', name: 'John Coale', role: 'US envoy' };

export const entity = (name: string) => ({ kind: 'entity', name });
export const goods = (name: string) => ({ kind: 'goods', name });

export const about = (type: string, who: object, occurred: string, more: More = {}): Claim => ({
  type,
  data: { person: who, occurred, ...more },
});

const US = { authority: 'US', agency: 'OFAC', country: 'BY', programme: 'BELARUS' };
export const EU = { authority: 'EU', country: 'BY', programme: 'BLR' };

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
    licence: { number, parties: [target.name], unblocks: false, ...licence },
    ...rest,
  });
};

export const counted = (metric: string, value: number, qualifier: string, more: More = {}): Claim => ({
  type: 'CountClaimed',
  data: { country: 'BY', metric, count: { value, qualifier }, window: {}, population: 'political prisoners', ...more },
});

export const group = (type: string, value: number, occurred: string, more: More = {}): Claim => ({
  type,
  key: '#group',
  data: { country: 'BY', count: { value, qualifier: 'exact' }, population: 'prisoners', occurred, ...more },
});

export const part = (label: string, value: number) => ({ label, count: { value, qualifier: 'exact' } });

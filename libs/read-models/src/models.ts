import type { ClaimType, LedgerEvent } from '#domain';
import { isClaimType } from '#domain';
import { count } from './count/model.js';
import type { EventOf, ReadModel, Slice } from './engine/model.js';
import { exchange } from './exchange/model.js';
import { prisoner } from './prisoner/fold.js';
import { programme } from './programme/model.js';
import { release } from './release/fold.js';
import { sanction } from './sanction/fold.js';

/** Every read model. A new one is a folder, a table in the generation's SQL, and a line here. */
export const MODELS = { prisoner, sanction, release, count, exchange, programme };
export type ModelName = keyof typeof MODELS;

type HeardBy<Model> = Model extends { readonly on: infer On } ? keyof On : never;
type Heard = { [Name in ModelName]: HeardBy<(typeof MODELS)[Name]> }[ModelName];

/** Does not compile when no read model hears a claim type. */
type Missing = Exclude<ClaimType, Heard>;
const NOTHING_MISSING: [Missing] extends [never] ? true : Missing = true;

/** For code that treats all models alike: which types meet which model is decided here, once. */
export type AnyModel = ReadModel<ClaimType, Slice>;

const BY_TYPE = new Map<string, AnyModel>(
  NOTHING_MISSING &&
    Object.values(MODELS).flatMap((model) =>
      Object.keys(model.on).map((type) => [type, model as unknown as AnyModel] as const),
    ),
);

/** Where the rows are that an event changes: its model and unit; undefined for what no model hears. */
export function homeOf(event: LedgerEvent): { model: AnyModel; unit: string } | undefined {
  // A judgement lies with the people about whom it is, under the subject of the one or the other.
  if (event.type === 'IdentityJudged') return { model: modelOf('prisoner:'), unit: `prisoner:${event.subject}` };
  if (!isClaimType(event.type)) return undefined;
  const model = BY_TYPE.get(event.type);
  return model && { model, unit: `${model.name}:${model.unit(event as EventOf<ClaimType>)}` };
}

/** The model of a unit's name, as `homeOf` made it. */
export const modelOf = (unit: string): AnyModel =>
  MODELS[unit.slice(0, unit.indexOf(':')) as ModelName] as unknown as AnyModel;

import { z } from 'zod';
import { personSchema, type Person } from './claim.js';
import { blockOf } from './events/prisoner.js';
import { identityEvents } from './events/review.js';
import { idOf } from './ids.js';
import { foldName } from './names/fold.js';
import { secondIdentifiers, textOf } from './names/identity.js';

/** A person as an answer names one: country and name as written, and what tells namesakes apart where it is needed. */
const judgedSchema = personSchema.extend({ script: personSchema.shape.script.optional() });

const { left: _left, right: _right, side: _side, ...said } = identityEvents.IdentityJudged.data.shape;

/** A judgement as an analyst sends it: that two people are one, are two, or that nobody knows. */
export const judgementSchema = z
  .strictObject({ left: judgedSchema, right: judgedSchema, ...said })
  .refine(({ left, right }) => mentionKey(left) !== mentionKey(right), {
    path: ['right'],
    message: 'is the same mention as left; name a second identifier that tells them apart',
  });
export type Judgement = z.infer<typeof judgementSchema>;

/**
 * What a mention is to whoever compares mentions: country, normal spelling and second identifiers. Two with one key say
 * the same of who somebody is.
 */
export const mentionKey = (
  person: Pick<Person, 'country' | 'name' | 'birthDate'> & Partial<Pick<Person, 'identifiers'>>,
): string =>
  [
    person.country,
    foldName(person.name),
    ...secondIdentifiers({ ...person, identifiers: person.identifiers ?? [] }).map(textOf),
  ].join('\n');

/** The id of a judgement: of the same about the same two it is the same, whichever of them is called left. */
export const judgementIdOf = ({ left, right, judgement, because, by }: Judgement): string =>
  idOf('judgement', { of: [left, right].map(mentionKey).sort(), judgement, because, by: by.id });

/** Does it lie under two subjects? Then each has its own copy of it, so that it arrives where the rows are. */
export const isAcrossBlocks = ({ left, right }: Pick<Judgement, 'left' | 'right'>): boolean =>
  blockOf(left) !== blockOf(right);

export type Side = 'left' | 'right';

/** The sides under whose subjects a judgement lies: the left one stands for both where they are in one block. */
export const judgedSides = (judgement: Pick<Judgement, Side>): readonly Side[] =>
  isAcrossBlocks(judgement) ? ['left', 'right'] : ['left'];

/** The id of the event that a judgement becomes under the subject of a side. */
export const judgementEventId = (judgementId: string, side: Side): string => idOf('judged', { judgementId, side });

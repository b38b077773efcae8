import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clocks, Snapshot } from '#read-models';
import { parametersOf } from '#service';
import { documentQuestion } from './api.js';
import {
  ANSWERS,
  clocks,
  clocksOf,
  codeParameter as code,
  dayParameter,
  explaining,
  metaOf,
  read,
  refuseBackwards,
  textParameter as text,
  waiting,
} from './clocks.js';
import { EXAMPLES } from './examples.js';
import {
  censusOn,
  effectsByAuthority,
  membersOfGroups,
  monthsOfReleases,
  returnedPeople,
  wordsAndInstruments,
} from './questions.js';

const needed = code.unwrap();
const day = dayParameter.optional();
const ASKED = {
  effects: { target: text.unwrap(), authority: code },
  statements: { authority: needed, country: code },
  members: { country: needed, day },
  monthly: { country: needed, from: day, to: day },
  returns: { country: needed },
  census: { country: needed },
};

/** What every one of them takes. */
const COMMON = { ...clocks, ...waiting, ...explaining };

/** Questions that cross rows, each answered in one call and at two clocks. */
@ApiTags('questions')
@Controller('v1')
export class QuestionsController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('sanctions/effects')
  effects(@Query() query: unknown): Promise<unknown> {
    return this.answer(ASKED.effects, query, (snapshot, { target, authority }, at) =>
      effectsByAuthority(snapshot, { target, authority }, at),
    );
  }

  @Get('sanctions/statements')
  statements(@Query() query: unknown): Promise<unknown> {
    return this.answer(ASKED.statements, query, (snapshot, { authority, country }, at) =>
      wordsAndInstruments(snapshot, { authority, country }, at),
    );
  }

  @Get('releases/members')
  members(@Query() query: unknown): Promise<unknown> {
    return this.answer(ASKED.members, query, (snapshot, { country, day: on }, at) =>
      membersOfGroups(snapshot, { country, day: on ?? at.asOf }, at),
    );
  }

  @Get('releases/monthly')
  monthly(@Query() query: unknown): Promise<unknown> {
    return this.answer(ASKED.monthly, query, (snapshot, { country, from, to }, at) => {
      const window = { from: from ?? yearBefore(to ?? at.asOf), to: to ?? at.asOf };
      refuseBackwards(['from', window.from], ['to', window.to]);
      return monthsOfReleases(snapshot, { country, ...window }, at);
    });
  }

  @Get('prisoners/returns')
  returns(@Query() query: unknown): Promise<unknown> {
    return this.answer(ASKED.returns, query, (snapshot, { country }, at) => returnedPeople(snapshot, country, at));
  }

  @Get('census')
  census(@Query() query: unknown): Promise<unknown> {
    return this.answer(ASKED.census, query, (snapshot, { country }, at) => censusOn(snapshot, country, at));
  }

  private answer<Shape extends z.ZodRawShape>(
    asked: Shape,
    query: unknown,
    work: (snapshot: Snapshot, of: z.infer<z.ZodObject<Shape>>, at: Clocks & { explain: boolean }) => Promise<object>,
  ): Promise<unknown> {
    const { after, wait, asOf, knownAt, explain = false } = parametersOf(z.looseObject(COMMON), query);
    const known = new Set(Object.keys(COMMON));
    const rest = Object.fromEntries(Object.entries(query as object).filter(([name]) => !known.has(name)));
    const of = parametersOf(z.strictObject(asked), rest) as z.infer<z.ZodObject<Shape>>;
    return read(this.source, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, { asOf, knownAt });
      return { ...(await work(snapshot, of, { ...at, explain })), ...metaOf(snapshot, at) };
    });
  }
}

const yearBefore = (asOf: string): string => `${String(Number(asOf.slice(0, 4)) - 1).padStart(4, '0')}${asOf.slice(4)}`;

const SUMMARIES: Record<keyof typeof ASKED, string> = {
  effects:
    "What each authority's restrictions come to for a target on a day: asset freeze, licences with their terms, stated owners; where nothing is listed under the name, which names like it are (`alike`)",
  statements: 'What was said to be eased in words, and which instruments followed after how many days',
  members: 'The groups freed or detained on a day: who is named, who is not, divisions, names taken back',
  monthly: 'Released month by month: people by mode, groups and claimed figures side by side, never summed',
  returns: 'Who was freed and later detained again, led back, or expelled',
  census: 'Identified people by status on a day, with and without doubt, beside the figures claimed of those held',
};
for (const method of Object.keys(ASKED) as (keyof typeof ASKED)[]) {
  documentQuestion(QuestionsController, method, {
    summary: SUMMARIES[method],
    operationId: `ask_${method}`,
    parameters: { ...ASKED[method], ...COMMON },
    example: EXAMPLES[method].answer,
  });
}

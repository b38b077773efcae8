import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { phrase, printInstant } from '#domain';
import { explainMeant, explainNames, peopleSounding, type Clocks, type Snapshot } from '#read-models';
import { parametersOf, Problem } from '#service';
import { documentQuestion } from './api.js';
import { ANSWERS, clocks, clocksOf, codeParameter, explaining, idParameter, metaOf, read, waiting } from './clocks.js';
import { EXAMPLES } from './examples.js';
import { namesAnswer, personNames } from './names.js';
import { withReason, withReasons } from './reasons.js';

const asked = { name: phrase(300), country: codeParameter, ...clocks, ...waiting, ...explaining };
const single = { ...clocks, ...waiting, ...explaining };

/** Who goes by a name, in which spellings, by whose reports, and who else it could be. */
@ApiTags('names')
@Controller('v1')
export class NamesController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('names')
  names(@Query() query: unknown): Promise<unknown> {
    const { after, wait, asOf, knownAt, explain = false, ...of } = parametersOf(z.strictObject(asked), query);
    return read(this.source, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, { asOf, knownAt });
      const answer = await namesAnswer(snapshot, of, at);
      return { ...(explain ? await reasoned(snapshot, answer, at) : answer), ...metaOf(snapshot, at) };
    });
  }

  @Get('prisoners/:id/names')
  ofPerson(@Param('id') given: string, @Query() query: unknown): Promise<unknown> {
    const { after, wait, explain = false, ...of } = parametersOf(z.strictObject(single), query);
    const id = idParameter(given);
    return read(this.source, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, of);
      const found = await peopleSounding(snapshot, { keys: [id], limit: 100 }, at);
      const people = found.some((person) => person.id === id) ? found.filter((person) => person.id === id) : found;
      const [person] = people;
      if (!person) throw new Problem(404, `Nobody with the id ${id} was known at ${printInstant(at.knownAt)}.`);
      if (people.length > 1) {
        const ids = people.map((one) => one.id).join(', ');
        throw new Problem(409, `${id} is the id of a name that several people bear; ask for one of them: ${ids}.`);
      }
      const answer = await personNames(snapshot, person, at);
      const shown = explain ? await withReason(snapshot, answer, explainNames(answer), at) : answer;
      return { ...shown, ...metaOf(snapshot, at) };
    });
  }
}

async function reasoned(snapshot: Snapshot, answer: Awaited<ReturnType<typeof namesAnswer>>, at: Clocks) {
  const people = await withReasons(snapshot, answer.people, explainNames, at);
  return withReason(snapshot, { ...answer, people }, explainMeant(answer), at);
}

documentQuestion(NamesController, 'names', {
  summary:
    'Who bears a name: every spelling with the reports that used it, judgements of identity, and who else it could be',
  operationId: 'ask_names',
  parameters: asked,
  example: EXAMPLES.names.answer,
});
documentQuestion(NamesController, 'ofPerson', {
  summary: 'All names of one person, the reports that used each, what ties them together, and who else it could be',
  operationId: 'get_prisoners_names',
  parameters: single,
  example: EXAMPLES.names.answer.people[0]!,
  id: 'The id of a person, or of one of his spellings.',
});

import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { countryCode, phrase, printInstant } from '#domain';
import { peopleSounding } from '#read-models';
import { parametersOf, Problem } from '#service';
import { documentQuestion } from './api.js';
import { ANSWERS, clocks, clocksOf, idParameter, metaOf, read, waiting } from './clocks.js';
import { EXAMPLES } from './examples.js';
import { namesAnswer, personNames } from './names.js';

const asked = { name: phrase(300), country: countryCode.optional(), ...clocks, ...waiting };
const single = { ...clocks, ...waiting };

/** Who goes by a name, in which spellings, by whose reports, and who else it could be. */
@ApiTags('names')
@Controller('v1')
export class NamesController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('names')
  names(@Query() query: unknown): Promise<unknown> {
    const { after, wait, asOf, knownAt, ...of } = parametersOf(z.strictObject(asked), query);
    return read(this.source, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, { asOf, knownAt });
      return { ...(await namesAnswer(snapshot, of, at)), ...metaOf(snapshot, at) };
    });
  }

  @Get('prisoners/:id/names')
  ofPerson(@Param('id') given: string, @Query() query: unknown): Promise<unknown> {
    const { after, wait, ...of } = parametersOf(z.strictObject(single), query);
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
      return { ...(await personNames(snapshot, person, at)), ...metaOf(snapshot, at) };
    });
  }
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

import { z } from 'zod';
import { extractorSchema } from './claim.js';
import { RecordRefused } from './envelope.js';
import { CLAIMS, type ClaimType } from './events/index.js';
import { producedDraft, type ClaimDraft, type Span } from './recording.js';
import { producedEventSchema } from './report.js';
import { phrase } from './text.js';

/** The name and version of what is asked of an extractor beside the house; it goes with every request. */
export const EXTRACTOR_CONTRACT = 'clemency-extractor/1';

/** What an extractor answers. Each claim is looked at by itself, so that one that is wrong costs no other. */
export const extractorAnswerSchema = z.strictObject({
  extractor: extractorSchema,
  claims: z.array(z.unknown()).max(5000),
  reason: phrase(300).optional(),
});
export type ExtractorAnswer = z.infer<typeof extractorAnswerSchema>;

/** Where nothing else is said: nobody knows how sure another extractor is. */
const CONFIDENCE = 0.5;

const quoteSchema = z.strictObject({ quote: z.string().min(1).max(1000), start: z.int().nonnegative().optional() });

/**
 * A claim of an extractor that nobody trusts, as a draft: its quotes are looked for in the body and must stand there
 * word for word. Of several places the one nearest to `start` is meant, else the first. What the draft says is checked
 * against its type's schema when it becomes an event.
 * @throws RecordRefused naming the field
 */
export function extractedDraft(claim: unknown, body: string): ClaimDraft {
  const parsed = producedEventSchema.safeParse(claim);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RecordRefused(issue?.message ?? 'is no claim', issue?.path ?? [], { cause: parsed.error });
  }
  const { evidence, ...data } = parsed.data.data;
  const quotes = z.array(quoteSchema).min(1).max(20).safeParse(evidence);
  if (!quotes.success) throw new RecordRefused('is no list of quotes {quote, start?}', ['data', 'evidence']);
  const spans = quotes.data.map(({ quote, start }) => spanOf(body, quote, start));
  return producedDraft({ ...parsed.data, data: { confidence: CONFIDENCE, ...data, evidence: spans } });
}

function spanOf(body: string, quote: string, start = 0): Span {
  const [before, after] = [body.lastIndexOf(quote, start), body.indexOf(quote, start)];
  if (before === -1 && after === -1)
    throw new RecordRefused(`quotes what the report does not say: “${quote.slice(0, 80)}”`, ['data', 'evidence']);
  const nearest = after === -1 || (before !== -1 && start - before < after - start) ? before : after;
  return { start: nearest, end: nearest + quote.length };
}

interface JsonSchema {
  readonly properties: Record<string, unknown>;
  readonly required: readonly string[];
}

/** What the house fills in where a claim leaves it out. */
const GIVEN = new Set(['modality', 'occurred', 'assertedBy', 'confidence']);

const EVIDENCE = {
  type: 'array',
  minItems: 1,
  maxItems: 20,
  items: {
    type: 'object',
    properties: { quote: { type: 'string', minLength: 1, maxLength: 1000 }, start: { type: 'integer', minimum: 0 } },
    required: ['quote'],
    additionalProperties: false,
  },
};

/** One claim in JSON Schema: its type's data without what the house gives, and quotes in place of passages. */
function claimSchemaOf(type: ClaimType): unknown {
  const print = z.toJSONSchema(CLAIMS[type].data, { io: 'input', unrepresentable: 'any' }) as unknown as JsonSchema;
  const { extractor: _given, ...properties } = print.properties;
  const occurred = {
    anyOf: [{ type: 'string', description: 'EDTF, such as 2025-12-13 or 2025-12' }, properties.occurred],
  };
  return {
    type: 'object',
    properties: {
      type: { const: type },
      key: { type: 'string', pattern: '^#[a-z0-9-]{1,30}$' },
      data: {
        type: 'object',
        properties: { ...properties, occurred, evidence: EVIDENCE },
        required: print.required.filter((name) => name !== 'extractor' && !GIVEN.has(name)),
        additionalProperties: false,
      },
    },
    required: ['type', 'data'],
    additionalProperties: false,
  };
}

/** The JSON Schema (2020-12) of an extractor's answer; it is sent with every report and served with the others. */
export const extractorAnswerJsonSchema = (): Readonly<Record<string, unknown>> => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    extractor: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 100 },
        version: { type: 'string', minLength: 1, maxLength: 50 },
      },
      required: ['name', 'version'],
      additionalProperties: false,
    },
    claims: { type: 'array', items: { anyOf: (Object.keys(CLAIMS) as ClaimType[]).map(claimSchemaOf) } },
    reason: { type: 'string', maxLength: 300 },
  },
  required: ['extractor', 'claims'],
  additionalProperties: false,
});

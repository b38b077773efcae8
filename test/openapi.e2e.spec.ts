import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { EXAMPLES } from '../apps/query/src/examples.js';
import type { ReportAnswer } from './client.js';
import { countOf, describeWithDatabase, openWhole, reportOf, type Whole } from './whole.js';

const ROOT = join(import.meta.dirname, '..');
const addFormats = ajvFormats.default;

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}
interface Schemas {
  readonly report: object;
  readonly review: object;
  readonly withdrawal: object;
  readonly events: Record<string, { readonly dataschema: string; readonly data: object }>;
}

describeWithDatabase('What the house says of itself', () => {
  let house: Whole;
  let document: Document;
  beforeAll(async () => {
    house = await openWhole();
    document = (await house.client.get<Document>('/openapi.json')).body;
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  it('is a valid OpenAPI document', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...document });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.0');
  });

  it('holds every route that a controller declares', () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    const declared = controllerFiles().flatMap(routesIn);
    expect(declared.length).toBeGreaterThan(8);
    for (const list of ['prisoners', 'sanctions', 'releases', 'counts', 'exchanges', 'programmes'])
      declared.push(`get /v1/${list}`, `get /v1/${list}/{id}`);
    expect(described.sort()).toEqual(declared.sort());
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((one) => one.operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes routes that are there, with the parameters that they take', async () => {
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!get || path === '/v1/audit/rebuild') continue;
      const nobody = '11111111-1111-4111-8111-111111111111';
      const address = path.replace('{id}', nobody);
      const needed = get.parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => `${name}=BY`);
      // One of several parameters is needed, which OpenAPI can't say.
      if (ONE_NEEDED.includes(path)) needed.push(`report=${nobody}`);
      const whole = needed.length > 0 ? `${address}?${needed.join('&')}` : address;
      const { status, body } = await house.client.get<{ detail?: string }>(whole);
      expect(`${path} ${status}`).toBe(`${path} ${path.includes('{') || whole.includes(nobody) ? 404 : 200}`);
      expect(body.detail ?? '').not.toMatch(/^Cannot GET/);
      for (const { name } of get.parameters.filter((parameter) => parameter.in === 'query')) {
        const answer = await house.client.get(`${address}?${name}=a&${name}=b`);
        expect(answer.body).toMatchObject({
          status: 400,
          errors: [{ field: name, message: 'may be given only once' }],
        });
      }
    }
  });

  it('shows of each question an example, which the golden story holds beside a real answer', () => {
    for (const { ask, answer } of Object.values(EXAMPLES)) {
      const path = new URL(ask, house.url).pathname.replace('/v1/sources/example-paper', '/v1/sources/{id}');
      const { content } = document.paths[path]!.get!.responses['200']!;
      expect(content!['application/json']!.schema).toMatchObject({ example: answer });
    }
  });

  it('describes bodies and refusals as they are', async () => {
    const { post } = document.paths['/v1/reports']!;
    expect(Object.keys(post!.requestBody!.content)).toEqual(['application/json', 'application/x-ndjson']);
    const ajv = addFormats(new Ajv({ strict: false }));
    const accepts = ajv.compile(post!.requestBody!.content['application/json']!.schema);
    expect(accepts(reportOf())).toBe(true);
    expect(accepts([reportOf(), reportOf()])).toBe(true);
    expect(accepts({ ...reportOf(), colour: 'red' })).toBe(false);
    const isProblem = ajv.compile(document.components.schemas.Problem!);
    for (const [path, item] of Object.entries(document.paths)) {
      if (!path.startsWith('/v1/')) continue;
      for (const { responses } of Object.values(item))
        expect(Object.keys(responses.default!.content!)).toEqual(['application/problem+json']);
    }
    const refusal = await house.client.post('/v1/reports', { ...reportOf(), colour: 'red' });
    expect(isProblem(refusal.body)).toBe(true);
    expect(isProblem({ status: 422 })).toBe(false);
  });

  it('has JSON Schemas that accept what the house accepts and refuse what it refuses', async () => {
    const { report, review, withdrawal, events } = (await house.client.get<Schemas>('/v1/schemas')).body;
    const ajv = addFormats(new Ajv2020({ strict: true, allowUnionTypes: true }));
    const isReport = ajv.compile(report);
    const by = { id: 'a', name: 'A' };
    const of = '11111111-1111-4111-8111-111111111111';
    const good = reportOf({ events: [countOf()] });
    expect(isReport(good)).toBe(true);
    expect((await house.client.post('/v1/reports', good)).status).toBe(202);
    for (const bad of [
      { ...good, colour: 'red' },
      { ...good, source: { id: 's' } },
      { ...good, publishedAt: 'yesterday' },
      { ...good, events: [] },
      { ...good, body: 5 },
    ]) {
      expect(isReport(bad)).toBe(false);
      expect((await house.client.post('/v1/reports', bad)).status).toBe(422);
    }
    const isReview = ajv.compile(review);
    expect(isReview({ type: 'ClaimRejected', of, by, reason: 'duplicate' })).toBe(true);
    expect(isReview({ type: 'ClaimRejected', of, by, reason: 'no reason' })).toBe(false);
    expect(isReview({ type: 'ClaimCorrected', of, by, reason: 'duplicate' })).toBe(false);
    const isWithdrawal = ajv.compile(withdrawal);
    expect(isWithdrawal({ by, reason: 'A rumour.' })).toBe(true);
    expect(isWithdrawal({ by })).toBe(false);
    for (const { data } of Object.values(events)) expect(() => ajv.compile(data)).not.toThrow();
  });

  it('has a JSON Schema for the data of every event that it records', async () => {
    const { events: schemas } = (await house.client.get<Schemas>('/v1/schemas')).body;
    const ajv = addFormats(new Ajv2020({ strict: true, allowUnionTypes: true }));
    const body = 'Belarus pardoned 123 prisoners on Saturday, 13 December 2025. Ales Bialiatski was released.';
    const { reportId, position } = await house.client.report(reportOf({ body }));
    const { events, receipt } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    expect(events.length).toBeGreaterThan(1);
    for (const { type, data, ...event } of [...events, receipt!]) {
      const schema = schemas[type]!;
      expect(event).toMatchObject({ dataschema: schema.dataschema });
      const isValid = ajv.compile(schema.data);
      expect(`${type} ${String(isValid(data))} ${ajv.errorsText(isValid.errors)}`).toBe(`${type} true No errors`);
      expect(isValid({ ...data, colour: 'red' })).toBe(false);
    }
  });

  it('can be browsed at /docs', async () => {
    const { status, body, headers } = await house.client.get<string>('/docs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(body).toContain('<!DOCTYPE html>');
    for (const part of ['/docs/swagger-ui-bundle.js', '/docs/swagger-ui-init.js', '/docs/swagger-ui.css'])
      expect((await house.client.get(part)).status).toBe(200);
  });

  it('says that it lives and is ready, and why', async () => {
    expect((await house.client.get('/healthz')).body).toEqual({ status: 'alive' });
    const { status, body } = await house.client.get('/readyz');
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'ready', checks: { progress: 'ok', 'read models': 'ok', checkpoints: 'ok' } });
  });

  it('tells its figures as Prometheus reads them, each of which the operations page explains', async () => {
    await house.client.read('/v1/counts', (await house.client.report(reportOf({ events: [countOf()] }))).position);
    const { body, headers } = await house.client.get<string>('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const families = familiesOf(body);
    const explained = new Set(
      readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8').match(/(?<=\| `)clemency_\w+/g),
    );
    expect(new Set(families.keys())).toEqual(explained);
    const sum = (name: string): number => families.get(name)!.reduce((total, { value }) => total + value, 0);
    expect(sum('clemency_reports_ingested_total')).toBeGreaterThan(0);
    expect(sum('clemency_events_projected_total')).toBeGreaterThan(0);
    expect(sum('clemency_parked_subjects')).toBe(0);
  });
});

const ONE_NEEDED = ['/v1/audit/bundle', '/v1/audit/impact'];

const controllerFiles = (): string[] =>
  ['apps', 'libs/service']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));

/** `get /v1/reports/{id}` for each `@Get(':id')` under a `@Controller('v1/reports')`, unless it is for ourselves. */
function routesIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const controller = /@Controller\((?:'([^']*)')?\)/.exec(text);
  if (!controller) return [];
  return [...text.matchAll(/@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?\)(?!\s*@ApiExcludeEndpoint)/g)].map(
    ([, method, path]) => {
      const parts = [controller[1], path].filter(Boolean).join('/');
      return `${method!.toLowerCase()} /${parts.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}')}`;
    },
  );
}

interface Sample {
  readonly labels: string;
  readonly value: number;
}

/** The text format 0.0.4, line by line; throws at what is none of it, or belongs to no family declared before. */
function familiesOf(text: string): Map<string, Sample[]> {
  const families = new Map<string, Sample[]>();
  const typed = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '' || /^# HELP [a-z_]+ \S/.test(line)) continue;
    const type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line);
    if (type) {
      typed.set(type[1]!, type[2]!);
      families.set(type[1]!, []);
      continue;
    }
    const sample =
      /^([a-z_]+?)(?:_bucket|_sum|_count)?(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)+)\})? (-?[\d.e+-]+|\+Inf|NaN)$/.exec(
        line,
      );
    const whole = /^[a-z_]+/.exec(line)?.[0] ?? '';
    const name = families.has(whole) ? whole : (sample?.[1] ?? '');
    if (!sample || !families.has(name) || (name !== whole && typed.get(name) !== 'histogram'))
      throw new Error(`This is no line of Prometheus text: ${line}`);
    families.get(name)!.push({ labels: sample[2] ?? '', value: Number(sample[3]) });
  }
  return families;
}

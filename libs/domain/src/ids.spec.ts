import fc from 'fast-check';
import { v5 } from 'uuid';
import { idOf, reportIdOf } from './ids.js';

const UUID_5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const report = { sourceId: 'example-wire', uri: 'https://wire.example/1', bodySha256: 'ab'.repeat(32) };

describe('an id', () => {
  it('is the UUIDv5 of the canonical JSON of what makes the thing, and stays what it was', () => {
    const namespace = v5('urn:clemency', v5.URL);
    expect(idOf('report', { b: 1, a: [null, 'x'] })).toBe(v5('{"a":[null,"x"],"b":1,"kind":"report"}', namespace));
    expect(reportIdOf(report)).toMatch(UUID_5);
    // Written down once: a change here would give everything that is in a ledger another id.
    expect(reportIdOf(report)).toBe('77f56692-efc0-5e26-ad1e-df3e4d2e0946');
  });

  it('does not depend on the order in which its parts are named', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (parts, kind) => {
        const turned = Object.fromEntries(Object.entries(parts).reverse());
        expect(idOf(kind, turned)).toBe(idOf(kind, parts));
        expect(idOf(kind, parts)).toMatch(UUID_5);
      }),
    );
  });

  it('of a report is another as soon as source, address or content is another', () => {
    const others = [
      report,
      { ...report, sourceId: 'example-wire-2' },
      { ...report, uri: 'https://wire.example/2' },
      { ...report, uri: undefined },
      { ...report, bodySha256: 'ac'.repeat(32) },
    ].map(reportIdOf);
    expect(new Set(others).size).toBe(others.length);
  });

  it('of a report without an address is one id, whether the address is absent or undefined', () => {
    const { uri: _uri, ...without } = report;
    expect(reportIdOf(without)).toBe(reportIdOf({ ...report, uri: undefined }));
  });
});

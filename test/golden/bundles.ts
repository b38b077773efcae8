import { checkBundle, readZip } from '../../apps/audit/src/bundle/index.js';
import { parseVerifierKey } from '#transparency';
import { TODAY, type Asking } from './asking.js';

/** What leaves the house proves itself. */
export function askOfBundles(asking: Asking): void {
  const keys = async () => (await asking.bytes('/v1/audit/keys')).toString().trim().split('\n').map(parseVerifierKey);
  const check = async (query: string) => {
    const zip = await asking.bytes(`/v1/audit/bundle?${query}`);
    expect((await asking.bytes(`/v1/audit/bundle?${query}`)).equals(zip)).toBe(true);
    const members = await readZip(zip);
    expect(checkBundle(members, []).keys.given).toBe(0);
    return checkBundle(members, await keys());
  };

  it('gives all about a report in a file that anybody can verify with the keys, to the same bytes each time', async () => {
    const { items } = await asking.ask<{ items: { id: string; correlationid: string; data: { of: string } }[] }>(
      '/v1/events?type=ClaimCorrected',
      TODAY,
    );
    const { correlationid } = await asking.ask<{ correlationid: string }>(`/v1/events/${items[0]!.data.of}?wait=0`, '');
    const outcome = await check(`report=${correlationid}`);
    expect(outcome).toMatchObject({
      ok: true,
      about: { report: correlationid },
      showsOmission: true,
      reports: 1,
      faults: [],
    });
    // Its claims, its receipt, and the correction of one of them, which another report brought.
    expect(outcome.events).toBeGreaterThan(2);
  });

  it('gives all about a person, by his subject or his id, with every report that tells of him', async () => {
    const { items } = await asking.ask<{ items: { id: string; subject: string }[] }>(
      '/v1/prisoners?name=Mikola%20Statkevich&asOf=2026-03-31',
      TODAY,
    );
    const [{ id, subject }] = items as [(typeof items)[number]];
    const outcome = await check(`subject=${encodeURIComponent(subject)}`);
    expect(outcome).toMatchObject({ ok: true, about: { subjects: [subject] }, showsOmission: false, faults: [] });
    expect(outcome.reports).toBeGreaterThan(2);
    expect((await check(`subject=${id}`)).events).toBe(outcome.events);
  });

  it('says in a sentence what it has no bundle of', async () => {
    const nobody = '11111111-1111-4111-8111-111111111111';
    expect(await asking.refusalOf(`/v1/audit/bundle?report=${nobody}`)).toBe(`No report has the id ${nobody}.`);
    expect(await asking.refusalOf('/v1/audit/bundle?subject=person/by/nobody')).toMatch(/^Nothing is told of /);
    expect(await asking.refusalOf(`/v1/audit/bundle?subject=${nobody}`)).toMatch(/^Nothing is told of /);
    expect(await asking.refusalOf('/v1/audit/bundle')).toMatch(/^report: or subject is needed/);
    expect(await asking.refusalOf(`/v1/audit/bundle?report=${nobody}&subject=x`)).toMatch(/^report: or subject/);
    expect(await asking.refusalOf('/v1/audit/bundle?report=5')).toBe('report: is no UUID');
  });
}

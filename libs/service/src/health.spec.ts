import { Health } from './health.js';

describe('readiness', () => {
  it('is given when every check finds nothing, and with no check at all', async () => {
    const health = new Health();
    expect(await health.report()).toEqual({ ready: true, checks: {} });
    health.add('log', async () => undefined);
    expect(await health.report()).toEqual({ ready: true, checks: { log: 'ok' } });
  });

  it('is refused with the word of every check that finds something, throws or hangs', async () => {
    const health = new Health();
    health.add('log', async () => undefined);
    health.add('progress', async () => 'events/0 has not moved');
    health.add('database', async () => {
      throw new Error('connect ECONNREFUSED');
    });
    health.add('disk', () => new Promise(() => undefined));
    expect(await health.report(20)).toEqual({
      ready: false,
      checks: {
        log: 'ok',
        progress: 'events/0 has not moved',
        database: 'connect ECONNREFUSED',
        disk: 'gave no answer for 20 ms',
      },
    });
  });
});

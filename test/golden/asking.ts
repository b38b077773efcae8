import type { Client } from '../client.js';
import type { Effects, Life } from './answers.js';

/** Before anything of 2025 was told, on the day after the 123 were freed, and when all of it was. */
export const THEN = '2024-12-01T00:00:00Z';
export const THAT_DAY = '2025-12-14T23:00:00Z';
export const TODAY = '2026-04-01T00:00:00Z';

/** Asks the house of the golden story, each time as known at an instant. */
export class Asking {
  constructor(private readonly client: () => Client) {}

  /** Answered with 200, and in the homes' own words. @param knownAt empty where a route takes none */
  ask<Answer = Record<string, unknown>>(path: string, knownAt: string): Promise<Answer> {
    return this.client().read<Answer>(knownAt === '' ? path : `${path}&knownAt=${knownAt}`);
  }

  /** The sentence of a problem. */
  async refusalOf(path: string): Promise<string> {
    const { status, body } = await this.client().get<{ detail: string }>(path);
    expect(status).toBeGreaterThanOrEqual(400);
    return body.detail;
  }

  /** The bytes of an answer with 200. */
  async bytes(path: string): Promise<Buffer> {
    const answer = await fetch(`${this.client().url}${path}`);
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  }

  async statusOf(path: string): Promise<number> {
    return (await this.client().get(path)).status;
  }

  /** What the restrictions of each authority come to for a target on a day. */
  async byAuthority(target: string, asOf: string, knownAt: string) {
    const { authorities } = await this.ask<Effects>(`/v1/sanctions/effects?target=${target}&asOf=${asOf}`, knownAt);
    return authorities.map(({ authority, net, assetFreeze }) => ({ authority, net, assetFreeze }));
  }

  async inUs(target: string, asOf: string, knownAt: string) {
    const path = `/v1/sanctions/effects?target=${encodeURIComponent(target)}&authority=US&asOf=${asOf}`;
    return (await this.ask<Effects>(path, knownAt)).authorities[0]?.programmes[0];
  }

  /** Which authorities list a target on a day, and which names are told beside the one asked for. */
  async alike(target: string, asOf: string, knownAt: string) {
    const path = `/v1/sanctions/effects?target=${encodeURIComponent(target)}&asOf=${asOf}`;
    const { authorities, alike } = await this.ask<Effects>(path, knownAt);
    return { authorities: authorities.map(({ authority }) => authority), alike };
  }

  /** By the list of sanctions. */
  async listed(target: string, asOf: string, knownAt: string) {
    const path = `/v1/sanctions?target=${encodeURIComponent(target)}&asOf=${asOf}`;
    const { items } = await this.ask<{ items: { authority: string; target: { name: string } }[] }>(path, knownAt);
    return items.map((item) => `${item.authority} ${item.target.name}`).sort();
  }

  async personOn(name: string, asOf: string, knownAt: string) {
    const path = `/v1/prisoners?name=${encodeURIComponent(name)}&asOf=${asOf}`;
    return (await this.ask<Life>(path, knownAt)).items[0]!;
  }
}

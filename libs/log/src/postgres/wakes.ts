import pg from 'pg';
import type { Place } from './connection.js';
import { connectionSettings } from './connection.js';
import { pause } from './trouble.js';

/**
 * Tells consumers, in this process and in others, that there is something new in a topic or a group: LISTEN and NOTIFY
 * on one connection. A wake may get lost: consumers look by themselves now and then, this only makes them quick.
 */
export class Wakes {
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly ending = new AbortController();
  private readonly channel: string;
  private readonly kept: Promise<void>;
  private client: pg.Client | undefined;
  private untold = new Set<string>();
  private telling = false;
  private hangUp: () => void = () => undefined;

  constructor(private readonly place: Place) {
    this.channel = `clemency ${place.schema}`;
    this.kept = this.keepListening();
  }

  /** @returns the way to end it */
  listen(about: string, wake: () => void): () => void {
    const others = this.listeners.get(about) ?? new Set();
    this.listeners.set(about, others.add(wake));
    return () => others.delete(wake);
  }

  /**
   * To be called after the commit, and in no transaction: a NOTIFY inside one makes the commits of the whole server
   * queue for each other. What comes while one is under way goes together with the next.
   */
  tell(...abouts: readonly string[]): void {
    for (const about of abouts) {
      this.wake(about);
      this.untold.add(about);
    }
    if (!this.telling) void this.tellOthers();
  }

  async close(): Promise<void> {
    this.ending.abort();
    this.hangUp();
    await this.kept;
  }

  private wake(about: string): void {
    for (const wake of this.listeners.get(about) ?? []) wake();
  }

  private async tellOthers(): Promise<void> {
    this.telling = true;
    while (this.untold.size > 0) {
      const abouts = [...this.untold];
      this.untold.clear();
      const text = 'SELECT pg_notify($1, about) FROM unnest($2::text[]) AS about';
      // Lost with its connection, which `keepListening` sees too; the others find out by looking.
      await this.client?.query(text, [this.channel, abouts]).catch(() => undefined);
    }
    this.telling = false;
  }

  private async keepListening(): Promise<void> {
    const { signal } = this.ending;
    for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 5000)) {
      const client = new pg.Client(connectionSettings(this.place));
      const lost = new Promise<void>((resolve) => {
        client.once('end', resolve).on('error', () => resolve());
        this.hangUp = resolve;
      });
      if (await this.beginListening(client)) {
        pauseMs = 100;
        await lost;
      }
      this.client = undefined;
      await client.end();
      await pause(pauseMs, signal);
    }
  }

  /** @returns false when the server can't be reached: whoever works with it finds out, and says so, soon enough */
  private async beginListening(client: pg.Client): Promise<boolean> {
    try {
      await client.connect();
      client.on('notification', ({ payload }) => this.wake(payload ?? ''));
      await client.query(`LISTEN ${pg.escapeIdentifier(this.channel)}`);
    } catch {
      return false;
    }
    this.client = client;
    // What was told while nobody listened is looked for now.
    for (const about of this.listeners.keys()) this.wake(about);
    return true;
  }
}

/** Something to sleep on until it rings. A ring that nobody sleeps through is remembered for the next sleep. */
export class Bell {
  private rung = false;
  private wake: () => void = () => undefined;

  readonly ring = (): void => {
    this.rung = true;
    this.wake();
  };

  async sleep(msMax: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, msMax);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.rung = false;
  }
}

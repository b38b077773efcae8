/** Says what is wrong, or undefined when all is well. */
export type Check = () => Promise<string | undefined>;

/**
 * What this process needs in order to do its work. Readiness means progress: a check looks at the work itself (a
 * query answered, a partition read to its end a moment ago), not at a port that is open.
 */
export class Health {
  private readonly checks = new Map<string, Check>();

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Every check's word, with a bound on each, so that one that hangs is itself a finding. */
  async report(timeoutMs = 3000): Promise<{ ready: boolean; checks: Record<string, string> }> {
    const entries = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, (await bounded(check, timeoutMs)) ?? 'ok'] as const),
    );
    return { ready: entries.every(([, word]) => word === 'ok'), checks: Object.fromEntries(entries) };
  }
}

async function bounded(check: Check, timeoutMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, `gave no answer for ${timeoutMs} ms`);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

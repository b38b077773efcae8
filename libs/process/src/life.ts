/**
 * The life of a process: runs `start`, and on SIGINT or SIGTERM, or when `end` is called, stops what it gave back, in order. A refusal is one
 * sentence on standard error; anything else is told whole. Both end with exit code 1.
 */
export async function main(
  start: (end: (error?: unknown) => void) => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  const tell = (error: unknown): void => {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  };
  let end: (error?: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => {
    end = resolve;
  });
  let askedAt: number | undefined;
  const onSignal = (): void => {
    // Whoever asks again later does not want to wait for order. One Ctrl-C may arrive twice at once, from the terminal
    // and passed on by whatever started us.
    if (askedAt !== undefined && performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(130);
    askedAt ??= performance.now();
    end();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('unhandledRejection', end).on('uncaughtException', end);
  try {
    const service = await start(end);
    const trouble = await ended;
    if (trouble !== undefined) tell(trouble);
    await service.stop();
  } catch (error) {
    tell(error);
  }
  process.exit();
}

/** Signals this close together are one. */
const SAME_SIGNAL_MS = 1000;

/** Errors whose message is a sentence for the operator; whatever else ends a process is told with its stack. */
const SENTENCES = new Set(['Refusal', 'LogRefused']);

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return SENTENCES.has(error.name) ? error.message : (error.stack ?? error.message);
}

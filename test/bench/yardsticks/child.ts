import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A yardstick in a process of its own, as ours are: it must not share a thread with what sends to it. */
export class Yardstick {
  private constructor(
    readonly child: ChildProcess,
    readonly first: unknown,
  ) {}

  /**
   * @param file beside this one, without its ending
   * @returns once it has sent its first message
   */
  static async start(file: string, environment: Record<string, string>): Promise<Yardstick> {
    const child = fork(join(import.meta.dirname, `${file}.js`), {
      env: { ...process.env, NODE_OPTIONS: '', ...environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new Yardstick(child, await answerOf(child, file));
  }

  ask(question: number): Promise<unknown> {
    const answer = this.answer();
    this.child.send(question);
    return answer;
  }

  /** The next message that it sends of itself. */
  answer(): Promise<unknown> {
    return answerOf(this.child, this.child.spawnargs.at(-1)!);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

async function answerOf(child: ChildProcess, what: string): Promise<unknown> {
  const [answer] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The yardstick (${what}) ended with ${code}.`);
    }),
  ])) as [unknown];
  return answer;
}

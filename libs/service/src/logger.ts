import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

export type { Logger };

/** Logs are JSON lines on standard output: a constant message, and fields. */
export const createLogger = (service: string, level = 'info'): Logger =>
  pino({ level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime });

/** Nest's own messages at the level at which a reader of our logs wants them: its start-up chatter is debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}
  log(message: unknown, ...context: unknown[]): void {
    this.logger.debug({ context }, String(message));
  }
  warn(message: unknown, ...context: unknown[]): void {
    this.logger.warn({ context }, String(message));
  }
  error(message: unknown, ...context: unknown[]): void {
    this.logger.error({ context }, String(message));
  }
}

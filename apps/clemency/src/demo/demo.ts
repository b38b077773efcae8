import type { Config } from '#service';
export function runDemo(_config: Config, _fatal: (error: unknown) => void): Promise<{ stop(): Promise<void> }> {
  return Promise.reject(new Error('not yet'));
}

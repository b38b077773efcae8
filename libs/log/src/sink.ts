/** What an adapter has to say to the operator: trouble that it is living through, not what ends a call or a consumer. */
export type LogSink = (line: { level: 'warn' | 'error'; message: string; [field: string]: unknown }) => void;

/** The default sink: one JSON line on standard error. */
export const toStderr: LogSink = (line) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), name: 'log', ...line })}\n`);
};

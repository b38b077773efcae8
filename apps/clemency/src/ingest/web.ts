import { Refusal } from '#process';

/** Feeds and lists are far smaller; whatever is larger than this, in bytes, is downloaded by other means first. */
const BYTES_MAX = 64 * 1024 * 1024;
const FETCH_MS_MAX = 120_000;

/**
 * What stands at an address. It is fetched whole before the first report is sent, so that a house that is busy does not
 * keep another's server waiting.
 * @throws Refusal in one sentence for whatever keeps it from being there
 */
export async function fetchWhole(address: string, bytesMax = BYTES_MAX): Promise<{ bytes: Buffer; mediaType: string }> {
  try {
    const answer = await fetch(address, {
      // Servers of authorities refuse who does not say what he is.
      headers: { 'user-agent': 'Clemency (clemency ingest)', accept: '*/*' },
      signal: AbortSignal.timeout(FETCH_MS_MAX),
    });
    if (!answer.ok || !answer.body) throw new Refusal(`${address} answered ${answer.status} ${answer.statusText}.`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > bytesMax)
        throw new Refusal(`${address} holds more than ${bytesMax} bytes: fetch it to a file first.`);
      parts.push(part);
    }
    const [mediaType = ''] = (answer.headers.get('content-type') ?? '').toLowerCase().split(';');
    return { bytes: Buffer.concat(parts), mediaType: mediaType.trim() };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    throw new Refusal(`${address} can't be fetched (${why}).`, { cause: error });
  }
}

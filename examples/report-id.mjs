import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize'; // RFC 8785
import { v5 as uuidv5 } from 'uuid'; // RFC 9562

const NAMESPACE = uuidv5('urn:clemency', uuidv5.URL);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/**
 * The id that the house gives to a report, whichever door it comes through: source, address and content decide it, so
 * the same report has the same id however often it is sent. A producer who writes to Kafka gets no answer, and asks
 * by this id.
 * @param {{ source: { id: string }, uri?: string, body?: string, events?: object[] }} report
 * @returns {string} for `GET /v1/reports/<id>`
 */
export function reportIdOf({ source, uri, body, events }) {
  const content = events ? canonicalize({ body: body ?? null, events }) : (body ?? '');
  const parts = { kind: 'report', sourceId: source.id, ...(uri === undefined ? {} : { uri }) };
  return uuidv5(canonicalize({ ...parts, bodySha256: sha256(content) }), NAMESPACE);
}

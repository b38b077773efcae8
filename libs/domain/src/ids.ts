import { v5 as uuidv5 } from 'uuid';
import { canonicalJson } from './canonical.js';

/**
 * Ids are UUIDv5 (RFC 9562, section 5.5) of the canonical JSON of what makes a thing that thing, so that a retry, another door
 * or a replay gives the same id. The namespace is itself the v5 id of the project's name under RFC 9562's URL
 * namespace.
 */
const NAMESPACE = uuidv5('urn:clemency', uuidv5.URL);

export const idOf = (kind: string, parts: Record<string, unknown>): string =>
  uuidv5(canonicalJson({ kind, ...parts }), NAMESPACE);

export const reportIdOf = (report: { sourceId: string; uri?: string | undefined; bodySha256: string }): string =>
  idOf('report', report);

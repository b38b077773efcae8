import type { Instant } from '#domain';

/**
 * The known time of a record: its stamp, but always after the record before it in its partition, so a pure function of
 * the log's order. A record that doesn't even say when it was recorded comes one microsecond after the one before.
 */
export function knownAfter(before: Instant, recorded: Instant | undefined): Instant {
  return recorded !== undefined && recorded > before ? recorded : before + 1n;
}

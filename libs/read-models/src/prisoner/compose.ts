import { compareDurations, daysInCustody } from './days-in-custody.js';
import type { PrisonerSlice } from './row.js';

/** The episodes with their days in custody up to the day of the question, and the durations claimed of each. */
export function composePrisoner({ details: { episodes, durations } }: PrisonerSlice, asOf: string) {
  return {
    episodes: episodes.map((episode) => ({
      ...episode,
      daysInCustody: daysInCustody(episode, asOf),
      claimed: compareDurations(episodes, episode, durations, asOf),
    })),
  };
}

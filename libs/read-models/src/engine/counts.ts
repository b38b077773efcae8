import type { Count } from '#domain';

/** The least and the most that a figure allows; `most` is Infinity where nothing bounds it. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** "About" leaves a tenth either way. */
const ABOUT = 0.1;

/** The numbers that a count allows. */
export function boundsOf({ value, qualifier, max }: Count): Bounds {
  switch (qualifier) {
    case 'exact':
      return { least: value, most: value };
    case 'at_least':
      return { least: value, most: Infinity };
    case 'at_most':
      return { least: 0, most: value };
    case 'about':
      return { least: Math.ceil(value * (1 - ABOUT)), most: Math.floor(value * (1 + ABOUT)) };
    case 'range':
      return { least: value, most: max ?? value };
  }
}

/** Is there a number that both allow? */
export const meet = (a: Bounds, b: Bounds): boolean => a.least <= b.most && b.least <= a.most;

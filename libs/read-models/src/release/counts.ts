import type { Count } from '#domain';

/** The numbers that a count allows; `most` is Infinity where it sets no upper bound. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** "About" leaves a tenth either way. */
export function boundsOf({ value, qualifier, max }: Count): Bounds {
  switch (qualifier) {
    case 'exact':
      return { least: value, most: value };
    case 'at_least':
      return { least: value, most: Infinity };
    case 'at_most':
      return { least: 0, most: value };
    case 'about':
      return { least: value * 0.9, most: value * 1.1 };
    case 'range':
      return { least: value, most: max ?? value };
  }
}

/** Whether both can be true of one thing. */
export const compatible = (one: Bounds, two: Bounds): boolean => one.least <= two.most && two.least <= one.most;

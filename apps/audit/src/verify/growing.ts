import { EMPTY_TREE, type Hash, growTree, HASH_BYTES, rootOf, type TileFile, type TreeEdge } from '#transparency';
import type { Leaf } from './leaves.js';

/** A tree that grows over leaves, and keeps its root at each size for which somebody has signed. */
export class GrowingTree {
  private constructor(
    private edge: TreeEdge,
    private readonly sizes: readonly number[],
    private readonly roots: Map<number, Hash>,
    /** Which of the sizes is the next to be met. */
    private due: number,
  ) {}

  /** @param sizes ascending */
  static over(sizes: readonly number[]): GrowingTree {
    const tree = new GrowingTree(EMPTY_TREE, sizes, new Map(), 0);
    tree.keepRoot();
    return tree;
  }

  /** Another that has grown so far as this one, and goes its own way. */
  fork(): GrowingTree {
    return new GrowingTree(this.edge, this.sizes, new Map(this.roots), this.due);
  }

  get size(): number {
    return this.edge.size;
  }
  /** Undefined where it has not grown so far. */
  rootAt(size: number): Hash | undefined {
    return this.roots.get(size);
  }

  /** @returns the tiles that became full */
  grow(leaves: readonly Leaf[]): TileFile[] {
    const tiles: TileFile[] = [];
    for (let at = 0; at < leaves.length;) {
      const part = leaves.slice(at, at + (this.sizes[this.due] ?? Infinity) - this.size);
      const grown = growTree(this.edge, packed(part));
      this.edge = grown.edge;
      tiles.push(...grown.tiles);
      this.keepRoot();
      at += part.length;
    }
    return tiles;
  }

  private keepRoot(): void {
    while (this.due < this.sizes.length && this.sizes[this.due]! < this.size) this.due++;
    if (this.sizes[this.due] !== this.size) return;
    this.roots.set(this.size, rootOf(this.edge));
    this.due++;
  }
}

function packed(leaves: readonly Leaf[]): Uint8Array {
  const bytes = Buffer.alloc(leaves.length * HASH_BYTES);
  for (const [at, { hash }] of leaves.entries()) bytes.set(hash, at * HASH_BYTES);
  return bytes;
}

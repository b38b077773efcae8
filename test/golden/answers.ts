/** As much of the answers as the thirteen questions look at. */
export interface Effects {
  readonly alike: readonly string[];
  readonly authorities: readonly {
    readonly authority: string;
    readonly net: string;
    readonly assetFreeze: boolean | null;
    readonly programmes: readonly {
      readonly coveredByOwners: unknown;
      readonly ownershipRule: string;
      readonly licences: readonly object[];
      readonly effects: readonly { readonly net: string; readonly until: string | null; readonly scope: object[] }[];
      readonly terms: readonly { readonly licence: string | null; readonly ends: string | null; supersedes: unknown }[];
    }[];
  }[];
}

export interface Statements {
  readonly statements: readonly {
    readonly target: string;
    readonly modality: string;
    readonly assertedBy: { readonly name?: string };
    readonly followedBy: readonly { readonly sameTarget: boolean; readonly days: number; readonly terms: object }[];
  }[];
}

export interface Life {
  readonly items: readonly {
    readonly id: string;
    readonly names: readonly string[];
    readonly status: string;
    readonly certain: boolean;
    readonly acts: readonly { readonly type: string; readonly assertedBy: object; readonly event: string }[];
    readonly episodes: readonly {
      readonly detained: { readonly earliest: string } | null;
      readonly ended: { readonly mode: string } | null;
      readonly daysInCustody: object | null;
      readonly claimed: readonly object[];
    }[];
    readonly corroboration: { readonly origins: number };
  }[];
}

export interface Series {
  readonly series: readonly {
    readonly metric: string;
    readonly population: string;
    readonly range: object | null;
    readonly figures: readonly {
      readonly count: { readonly value: number };
      readonly assertedBy: object;
      readonly comparison: { readonly of: object; readonly because: object };
    }[];
  }[];
}

export interface Exchanges {
  readonly items: readonly {
    readonly link: string;
    readonly legs: readonly {
      readonly party: { readonly country: string };
      readonly outcome: string;
      readonly performedBy: readonly { readonly instrument: string | null }[];
      readonly followedBy: readonly { readonly instrument: string | null; readonly upon: string | null }[];
      readonly reversedBy: readonly { readonly upon: string | null }[];
    }[];
  }[];
}

interface Use {
  readonly source: string;
  readonly published: string;
}

export interface Names {
  readonly people: readonly {
    readonly spellings: readonly { readonly name: string; readonly reports: readonly Use[] }[];
    readonly judgements: readonly object[];
  }[];
  readonly alike: readonly object[];
}

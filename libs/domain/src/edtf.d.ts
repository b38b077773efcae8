declare module 'edtf' {
  /** Parses an EDTF text; throws where it is none. `min` and `max` are milliseconds since 1970, both included. */
  export default function parse(text: string): { readonly min: number; readonly max: number };
}

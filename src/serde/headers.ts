/** A header's value. Absent means null. */
export type HeaderValue = Uint8Array | string | null | undefined;

/** Headers to send: an object, or `[name, value]` pairs, whose order and duplicates are kept. */
export type HeadersInput =
  Iterable<readonly [name: string, value: HeaderValue]> | { readonly [name: string]: HeaderValue };

/** Headers of a record that was read, in their order, with duplicates. */
export type Headers = readonly (readonly [name: string, value: Buffer | null])[];

/** The method that a Buffer's `toString` calls after it has checked its arguments. Node's types do not declare it. */
export type Utf8Source = Buffer & {
  utf8Slice(start: number, end: number): string;
  latin1Slice(start: number, end: number): string;
};
type ByteView = new (buffer: ArrayBuffer, byteOffset: number, length: number) => Utf8Source;

/**
 * The class behind every Buffer. It creates a view three times as fast as Buffer.from. Runtimes whose Buffer has no
 * such class use Buffer.from.
 */
export const View: ByteView = (() => {
  const species = (Buffer as unknown as { [Symbol.species]?: ByteView })[Symbol.species];
  try {
    if (species && Object.getPrototypeOf(new species(new ArrayBuffer(1), 0, 1)) === Buffer.prototype) return species;
  } catch {
    // This class does not construct views.
  }
  return function view(buffer: ArrayBuffer, byteOffset: number, length: number) {
    return Buffer.from(buffer, byteOffset, length);
  } as unknown as ByteView;
})();

/** Numbers that tell values of one key and time apart. */
export class DuplicateNumbers {
  /** Of the latest one. */
  last = 0;

  next(): number {
    this.last = (this.last + 1) & 0x7fffffff;
    return this.last;
  }

  /**
   * The key of a record of the changelog with a number behind those before. Java numbers from 1 on after each start, so
   * equal keys are different entries, in the order of the changelog; ours go on, so that none overwrites another.
   */
  renumbered(key: Buffer): Buffer {
    const at = key.length - 4;
    const given = key.readUInt32BE(at);
    this.last = given > this.last ? given : this.next();
    const numbered = Buffer.from(key);
    numbered.writeUInt32BE(this.last, at);
    return numbered;
  }
}

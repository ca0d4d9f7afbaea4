/** A view that throws a `RangeError` where a broken file points outside itself. */
export class Reader {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(at: number, littleEndian = false): number {
    return this.view.getUint16(at, littleEndian);
  }

  u32(at: number, littleEndian = false): number {
    return this.view.getUint32(at, littleEndian);
  }

  ascii(at: number, length: number): string {
    return String.fromCharCode(...this.part(at, at + length));
  }

  part(from: number, to: number): Uint8Array {
    if (from < 0 || to < from || to > this.bytes.length) {
      throw new RangeError("outside the file");
    }
    return this.bytes.subarray(from, to);
  }
}

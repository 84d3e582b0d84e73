export class Cache {
  sizeBytes = 0;
  add(bytes: number): this {
    this.sizeBytes += bytes;
    return this;
  }
}

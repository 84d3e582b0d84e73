export class Cache {
  size = 0;
  add(bytes: number): this {
    this.size += bytes;
    return this;
  }
}

import { Cache } from "./cache.ts";

const caches = [new Cache(), new Cache().add(3)];
const { sizeBytes: size } = caches[0];
console.log(size, caches.map((one) => one.sizeBytes), new Set([1]).size);

import { Cache } from "./cache.ts";

const caches = [new Cache(), new Cache().add(3)];
const { size } = caches[0];
console.log(size, caches.map((one) => one.size), new Set([1]).size);

/**
 * The declarations that TypeScript needs to know the built-ins: everything that
 * `lib.esnext.full.d.ts` refers to. One literal import each, as only those are found by a bundler.
 *
 * @module
 */

/** Loads the UTF-8 of each library, by file name. */
export const LIBRARIES: Readonly<Record<string, () => Promise<{ readonly default: Uint8Array }>>> =
  {
    "lib.decorators.d.ts": () =>
      import("typescript/lib/lib.decorators.d.ts", { with: { type: "bytes" } }),
    "lib.decorators.legacy.d.ts": () =>
      import("typescript/lib/lib.decorators.legacy.d.ts", { with: { type: "bytes" } }),
    "lib.dom.asynciterable.d.ts": () =>
      import("typescript/lib/lib.dom.asynciterable.d.ts", { with: { type: "bytes" } }),
    "lib.dom.d.ts": () => import("typescript/lib/lib.dom.d.ts", { with: { type: "bytes" } }),
    "lib.dom.iterable.d.ts": () =>
      import("typescript/lib/lib.dom.iterable.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.collection.d.ts": () =>
      import("typescript/lib/lib.es2015.collection.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.core.d.ts": () =>
      import("typescript/lib/lib.es2015.core.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.d.ts": () => import("typescript/lib/lib.es2015.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.generator.d.ts": () =>
      import("typescript/lib/lib.es2015.generator.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.iterable.d.ts": () =>
      import("typescript/lib/lib.es2015.iterable.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.promise.d.ts": () =>
      import("typescript/lib/lib.es2015.promise.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.proxy.d.ts": () =>
      import("typescript/lib/lib.es2015.proxy.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.reflect.d.ts": () =>
      import("typescript/lib/lib.es2015.reflect.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.symbol.d.ts": () =>
      import("typescript/lib/lib.es2015.symbol.d.ts", { with: { type: "bytes" } }),
    "lib.es2015.symbol.wellknown.d.ts": () =>
      import("typescript/lib/lib.es2015.symbol.wellknown.d.ts", { with: { type: "bytes" } }),
    "lib.es2016.array.include.d.ts": () =>
      import("typescript/lib/lib.es2016.array.include.d.ts", { with: { type: "bytes" } }),
    "lib.es2016.d.ts": () => import("typescript/lib/lib.es2016.d.ts", { with: { type: "bytes" } }),
    "lib.es2016.intl.d.ts": () =>
      import("typescript/lib/lib.es2016.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.arraybuffer.d.ts": () =>
      import("typescript/lib/lib.es2017.arraybuffer.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.d.ts": () => import("typescript/lib/lib.es2017.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.date.d.ts": () =>
      import("typescript/lib/lib.es2017.date.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.intl.d.ts": () =>
      import("typescript/lib/lib.es2017.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.object.d.ts": () =>
      import("typescript/lib/lib.es2017.object.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.sharedmemory.d.ts": () =>
      import("typescript/lib/lib.es2017.sharedmemory.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.string.d.ts": () =>
      import("typescript/lib/lib.es2017.string.d.ts", { with: { type: "bytes" } }),
    "lib.es2017.typedarrays.d.ts": () =>
      import("typescript/lib/lib.es2017.typedarrays.d.ts", { with: { type: "bytes" } }),
    "lib.es2018.asyncgenerator.d.ts": () =>
      import("typescript/lib/lib.es2018.asyncgenerator.d.ts", { with: { type: "bytes" } }),
    "lib.es2018.asynciterable.d.ts": () =>
      import("typescript/lib/lib.es2018.asynciterable.d.ts", { with: { type: "bytes" } }),
    "lib.es2018.d.ts": () => import("typescript/lib/lib.es2018.d.ts", { with: { type: "bytes" } }),
    "lib.es2018.intl.d.ts": () =>
      import("typescript/lib/lib.es2018.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2018.promise.d.ts": () =>
      import("typescript/lib/lib.es2018.promise.d.ts", { with: { type: "bytes" } }),
    "lib.es2018.regexp.d.ts": () =>
      import("typescript/lib/lib.es2018.regexp.d.ts", { with: { type: "bytes" } }),
    "lib.es2019.array.d.ts": () =>
      import("typescript/lib/lib.es2019.array.d.ts", { with: { type: "bytes" } }),
    "lib.es2019.d.ts": () => import("typescript/lib/lib.es2019.d.ts", { with: { type: "bytes" } }),
    "lib.es2019.intl.d.ts": () =>
      import("typescript/lib/lib.es2019.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2019.object.d.ts": () =>
      import("typescript/lib/lib.es2019.object.d.ts", { with: { type: "bytes" } }),
    "lib.es2019.string.d.ts": () =>
      import("typescript/lib/lib.es2019.string.d.ts", { with: { type: "bytes" } }),
    "lib.es2019.symbol.d.ts": () =>
      import("typescript/lib/lib.es2019.symbol.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.bigint.d.ts": () =>
      import("typescript/lib/lib.es2020.bigint.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.d.ts": () => import("typescript/lib/lib.es2020.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.date.d.ts": () =>
      import("typescript/lib/lib.es2020.date.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.intl.d.ts": () =>
      import("typescript/lib/lib.es2020.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.number.d.ts": () =>
      import("typescript/lib/lib.es2020.number.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.promise.d.ts": () =>
      import("typescript/lib/lib.es2020.promise.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.sharedmemory.d.ts": () =>
      import("typescript/lib/lib.es2020.sharedmemory.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.string.d.ts": () =>
      import("typescript/lib/lib.es2020.string.d.ts", { with: { type: "bytes" } }),
    "lib.es2020.symbol.wellknown.d.ts": () =>
      import("typescript/lib/lib.es2020.symbol.wellknown.d.ts", { with: { type: "bytes" } }),
    "lib.es2021.d.ts": () => import("typescript/lib/lib.es2021.d.ts", { with: { type: "bytes" } }),
    "lib.es2021.intl.d.ts": () =>
      import("typescript/lib/lib.es2021.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2021.promise.d.ts": () =>
      import("typescript/lib/lib.es2021.promise.d.ts", { with: { type: "bytes" } }),
    "lib.es2021.string.d.ts": () =>
      import("typescript/lib/lib.es2021.string.d.ts", { with: { type: "bytes" } }),
    "lib.es2021.weakref.d.ts": () =>
      import("typescript/lib/lib.es2021.weakref.d.ts", { with: { type: "bytes" } }),
    "lib.es2022.array.d.ts": () =>
      import("typescript/lib/lib.es2022.array.d.ts", { with: { type: "bytes" } }),
    "lib.es2022.d.ts": () => import("typescript/lib/lib.es2022.d.ts", { with: { type: "bytes" } }),
    "lib.es2022.error.d.ts": () =>
      import("typescript/lib/lib.es2022.error.d.ts", { with: { type: "bytes" } }),
    "lib.es2022.intl.d.ts": () =>
      import("typescript/lib/lib.es2022.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2022.object.d.ts": () =>
      import("typescript/lib/lib.es2022.object.d.ts", { with: { type: "bytes" } }),
    "lib.es2022.regexp.d.ts": () =>
      import("typescript/lib/lib.es2022.regexp.d.ts", { with: { type: "bytes" } }),
    "lib.es2022.string.d.ts": () =>
      import("typescript/lib/lib.es2022.string.d.ts", { with: { type: "bytes" } }),
    "lib.es2023.array.d.ts": () =>
      import("typescript/lib/lib.es2023.array.d.ts", { with: { type: "bytes" } }),
    "lib.es2023.collection.d.ts": () =>
      import("typescript/lib/lib.es2023.collection.d.ts", { with: { type: "bytes" } }),
    "lib.es2023.d.ts": () => import("typescript/lib/lib.es2023.d.ts", { with: { type: "bytes" } }),
    "lib.es2023.intl.d.ts": () =>
      import("typescript/lib/lib.es2023.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.arraybuffer.d.ts": () =>
      import("typescript/lib/lib.es2024.arraybuffer.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.collection.d.ts": () =>
      import("typescript/lib/lib.es2024.collection.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.d.ts": () => import("typescript/lib/lib.es2024.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.object.d.ts": () =>
      import("typescript/lib/lib.es2024.object.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.promise.d.ts": () =>
      import("typescript/lib/lib.es2024.promise.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.regexp.d.ts": () =>
      import("typescript/lib/lib.es2024.regexp.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.sharedmemory.d.ts": () =>
      import("typescript/lib/lib.es2024.sharedmemory.d.ts", { with: { type: "bytes" } }),
    "lib.es2024.string.d.ts": () =>
      import("typescript/lib/lib.es2024.string.d.ts", { with: { type: "bytes" } }),
    "lib.es2025.collection.d.ts": () =>
      import("typescript/lib/lib.es2025.collection.d.ts", { with: { type: "bytes" } }),
    "lib.es2025.d.ts": () => import("typescript/lib/lib.es2025.d.ts", { with: { type: "bytes" } }),
    "lib.es2025.float16.d.ts": () =>
      import("typescript/lib/lib.es2025.float16.d.ts", { with: { type: "bytes" } }),
    "lib.es2025.intl.d.ts": () =>
      import("typescript/lib/lib.es2025.intl.d.ts", { with: { type: "bytes" } }),
    "lib.es2025.iterator.d.ts": () =>
      import("typescript/lib/lib.es2025.iterator.d.ts", { with: { type: "bytes" } }),
    "lib.es2025.promise.d.ts": () =>
      import("typescript/lib/lib.es2025.promise.d.ts", { with: { type: "bytes" } }),
    "lib.es2025.regexp.d.ts": () =>
      import("typescript/lib/lib.es2025.regexp.d.ts", { with: { type: "bytes" } }),
    "lib.es5.d.ts": () => import("typescript/lib/lib.es5.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.array.d.ts": () =>
      import("typescript/lib/lib.esnext.array.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.collection.d.ts": () =>
      import("typescript/lib/lib.esnext.collection.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.d.ts": () => import("typescript/lib/lib.esnext.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.date.d.ts": () =>
      import("typescript/lib/lib.esnext.date.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.decorators.d.ts": () =>
      import("typescript/lib/lib.esnext.decorators.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.disposable.d.ts": () =>
      import("typescript/lib/lib.esnext.disposable.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.error.d.ts": () =>
      import("typescript/lib/lib.esnext.error.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.full.d.ts": () =>
      import("typescript/lib/lib.esnext.full.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.intl.d.ts": () =>
      import("typescript/lib/lib.esnext.intl.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.sharedmemory.d.ts": () =>
      import("typescript/lib/lib.esnext.sharedmemory.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.temporal.d.ts": () =>
      import("typescript/lib/lib.esnext.temporal.d.ts", { with: { type: "bytes" } }),
    "lib.esnext.typedarrays.d.ts": () =>
      import("typescript/lib/lib.esnext.typedarrays.d.ts", { with: { type: "bytes" } }),
    "lib.scripthost.d.ts": () =>
      import("typescript/lib/lib.scripthost.d.ts", { with: { type: "bytes" } }),
    "lib.webworker.importscripts.d.ts": () =>
      import("typescript/lib/lib.webworker.importscripts.d.ts", { with: { type: "bytes" } }),
  };

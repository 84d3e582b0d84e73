import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../lib/errors.ts";
import type { FlagRow } from "./command.ts";
import { parseOptions } from "./options.ts";

const FLAGS: readonly FlagRow[] = [
  { name: "quiet", short: "q", help: "" },
  { name: "model", short: "m", value: "NAME", env: "MODEL", help: "" },
  { name: "file", value: "FILE", many: true, help: "" },
  { name: "limit", value: "N", help: "" },
];
const noEnv = () => undefined;

Deno.test({
  name: "parseOptions() takes both spellings, short names, repeated options and operands",
  permissions: "none",
  fn: () => {
    const args = ["a b", "--model=x", "--file", "1", "-q", "--file=2", "-", "007", "--", "--model"];
    const { options, operands, rest } = parseOptions(args, FLAGS, noEnv);
    assertEquals([options.text("model"), options.list("file"), options.has("quiet")], ["x", [
      "1",
      "2",
    ], true]);
    assertEquals([operands, rest], [["a b", "-", "007"], ["--model"]]);
  },
});

Deno.test({
  name: "parseOptions() lets the environment stand in, and the option win",
  permissions: "none",
  fn: () => {
    const env = (name: string) => name === "MODEL" ? "from-env" : undefined;
    assertEquals(parseOptions([], FLAGS, env).options.text("model"), "from-env");
    assertEquals(parseOptions(["-m", "given"], FLAGS, env).options.text("model"), "given");
  },
});

Deno.test({
  name: "parseOptions() refuses what it does not know, with the nearest name",
  permissions: "none",
  fn: () => {
    const wrong = new Map([
      ["--modle=x", 'Cannot take option "--modle": it is not known, the nearest is "--model"'],
      ["-z", 'Cannot take option "-z": it is not known'],
      ["--model", 'Cannot take option "--model": it needs a value NAME'],
      ["--model=", 'Cannot take option "--model": it needs a value NAME'],
      ["--__proto__=1", 'Cannot take option "--__proto__": it is not known'],
    ]);
    for (const [arg, message] of wrong) {
      const error = assertThrows(() => parseOptions([arg], FLAGS, noEnv), Failure);
      assertEquals([error.reason, error.message], ["E_USAGE", message]);
    }
  },
});

Deno.test({
  name: "options.count() takes whole numbers from 0 and nothing else",
  permissions: "none",
  fn: () => {
    const read = (value: string) =>
      parseOptions(["--limit", value], FLAGS, noEnv).options.count("limit");
    assertEquals([read("0"), read("12")], [0, 12]);
    for (const wrong of ["x", "1.5", "0x10", "9007199254740993", " 1", "1e400"]) {
      assertThrows(() => read(wrong), Failure, "is not a whole number from 0");
    }
  },
});

Deno.test({
  name: "parseOptions() lets the configuration stand in last, and tells each origin",
  permissions: "none",
  fn: () => {
    const flags: readonly FlagRow[] = [
      { name: "model", value: "NAME", env: "MODEL", setting: "model", help: "" },
      { name: "seed", value: "N", setting: "seed", help: "" },
      { name: "local", setting: "local", help: "" },
      { name: "exclude", value: "P", many: true, setting: "exclude", help: "" },
    ];
    const held = new Map<string, string | number | boolean | readonly string[]>([
      ["model", "from-file"],
      ["seed", 7],
      ["local", true],
      ["exclude", ["a"]],
    ]);
    const configured = (key: string) => ({
      value: held.get(key)!,
      origin: "user file c",
      adds: key === "exclude",
    });
    const env = (name: string) => name === "MODEL" ? "from-env" : undefined;
    const { options } = parseOptions(["--exclude", "b"], flags, env, configured);
    assertEquals(
      [options.text("model"), options.count("seed"), options.has("local"), options.list("exclude")],
      ["from-env", 7, true, ["a", "b"]],
    );
    assertEquals(["model", "seed", "exclude"].map(options.origin), [
      "environment MODEL",
      "user file c",
      "user file c, option --exclude",
    ]);
  },
});

Deno.test({
  name: "parseOptions() blames the configuration for a wrong value of its own",
  permissions: "none",
  fn: () => {
    const configured = () => ({ value: "x", origin: "user file c", adds: false });
    const flags = [{ name: "seed", value: "N", setting: "seed", help: "" }];
    const { options } = parseOptions([], flags, noEnv, configured);
    const failure = assertThrows(() => options.count("seed"), Failure);
    assertEquals([failure.reason, failure.message], [
      "E_CONFIG",
      'Cannot take "seed" of user file c: "x" is not a whole number from 0',
    ]);
  },
});

Deno.test("parseOptions() takes an optional value from the environment when it is left out", () => {
  const flags: FlagRow[] = [
    { name: "model", value: "NAME", isOptional: true, env: "MODEL", help: "" },
    { name: "other", help: "" },
  ];
  const read = (args: readonly string[], env?: string) => {
    const { options } = parseOptions(args, flags, () => env);
    return [options.text("model"), options.origin("model")];
  };
  assertEquals(read(["--model", "a"], "b"), ["a", "option --model"]);
  assertEquals(read(["--model", "--other"], "b"), ["b", "option --model"]);
  assertEquals(read(["--model"]), [undefined, "option --model"]);
  assertEquals(read(["--other"], "b"), ["b", "environment MODEL"]);
  assertEquals(read([]), [undefined, undefined]);
});

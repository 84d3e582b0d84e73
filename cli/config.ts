import { DEFAULT_ENDPOINT } from "../lib/endpoint.ts";
import { SETTINGS } from "../lib/config.ts";
import type { FlagRow, Invocation } from "./command.ts";
import { findCommand } from "./commands.ts";
import { OK } from "./exit_status.ts";

/** One setting as it stands. */
interface Line {
  readonly key: string;
  readonly value: string;
  readonly origin: string;
}

/** `zerostack config`: prints each setting, its value, and where that comes from. */
export async function run({ options, io }: Invocation): Promise<number> {
  const flags = findCommand("config")?.flags ?? [];
  const lines = SETTINGS.flatMap(({ key, kind, standard }): Line[] => {
    const flag = flags.find((flag) => flag.setting === key);
    if (flag === undefined) return [];
    if (kind === "count") options.count(flag.name); // a value that no command takes is told here too
    if (kind === "number") options.number(flag.name);
    const value = print(flag, options.list(flag.name), options.has(flag.name));
    const fallback = key === "endpoint" ? DEFAULT_ENDPOINT : String(standard ?? "");
    return [{ key, value: value ?? fallback, origin: options.origin(flag.name) ?? "default" }];
  });
  lines.push(describeKey(options.text("key-file"), io.env));
  const form = options.choice("as", ["text", "json"]) ?? "text";
  await io.write(form === "json" ? JSON.stringify(lines) + "\n" : toTable(lines));
  return OK;
}

/** The value in words; undefined when nobody gave one. */
function print(flag: FlagRow, list: readonly string[], isGiven: boolean): string | undefined {
  if (!isGiven) return undefined;
  return flag.value === undefined ? "yes" : list.join(" ");
}

/** Which key would be sent; the key itself is never shown. */
function describeKey(
  keyFile: string | undefined,
  env: (name: string) => string | undefined,
): Line {
  const key = "key";
  if (keyFile !== undefined) return { key, value: "set", origin: `file ${keyFile}` };
  if (env("ZEROSTACK_API_KEY")) {
    return { key, value: "set", origin: "environment ZEROSTACK_API_KEY" };
  }
  if (env("OPENAI_API_KEY")) {
    return { key, value: "set", origin: "environment OPENAI_API_KEY, for a named endpoint alone" };
  }
  return { key, value: "none", origin: "default" };
}

function toTable(lines: readonly Line[]): string {
  const keyWidth = Math.max(...lines.map(({ key }) => key.length));
  const valueWidth = Math.max(...lines.map(({ value }) => value.length));
  return lines.map(({ key, value, origin }) =>
    `${key.padEnd(keyWidth)}  ${value.padEnd(valueWidth)}  ${origin}\n`
  ).join("");
}

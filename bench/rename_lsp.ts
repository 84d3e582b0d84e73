/**
 * Holds the renames by scopes to the answer of a language server.
 *
 *     deno run -A bench/rename_lsp.ts FOLDER python COUNT pyright-langserver --stdio
 *     deno run -A bench/rename_lsp.ts FOLDER go COUNT gopls serve
 *
 * @module
 */

import { resolve } from "@std/path/posix/resolve";
import { keepResult } from "./measure.ts";
import { count, draw, newTally, openOracleRepository, type Symbol } from "./rename_oracle.ts";

const [folder, language, countText, ...server] = Deno.args;
if (server.length === 0) {
  console.log("skipped: name a folder, a language, a count and a language server");
  Deno.exit(0);
}
const root = resolve(folder);
const extension = language === "go" ? ".go" : ".py";
const repository = await openOracleRepository(root);

const groups = { top: [] as Symbol[], local: [] as Symbol[] };
for (const path of repository.paths.filter((path) => path.endsWith(extension))) {
  if (/testdata|tests\/data/.test(path)) continue;
  const source = await repository.project.open(path);
  if (source === undefined || source.tree.rootNode.hasError) continue;
  const names = new Set(source.text.match(/[\p{L}_][\p{L}\w]*/gu));
  names.delete("_");
  for (const name of names) {
    for (const { isTopLevel, declarations, origin, rule } of source.uses(name).bindings) {
      if (origin !== undefined || rule.member) continue;
      // A server may rename the receivers of all methods together, which is a matter of taste.
      if (declarations[0].path.some(({ field }) => field === "receiver")) continue;
      groups[isTopLevel ? "top" : "local"].push({ path, start: declarations[0].start, name });
    }
  }
}

type Message = Readonly<Record<string, unknown>>;

const child = new Deno.Command(server[0], {
  args: server.slice(1),
  cwd: root,
  stdin: "piped",
  stdout: "piped",
  stderr: "null",
}).spawn();
const writer = child.stdin.getWriter();
const waiting = new Map<number, (result: Message) => void>();
let lastId = 0;

async function send(message: Message): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }));
  await writer.write(new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`));
  await writer.write(body);
}

function ask(method: string, params: unknown): Promise<Message> {
  const id = ++lastId;
  return new Promise((settle) => {
    waiting.set(id, settle);
    send({ id, method, params });
  });
}

async function listen(): Promise<void> {
  let text = new Uint8Array(0);
  for await (const chunk of child.stdout) {
    text = Uint8Array.from([...text, ...chunk]);
    for (let end = takeMessage(text); end > 0; end = takeMessage(text)) text = text.slice(end);
  }
}

/** Handles the first message of the bytes, when it is whole; gives its length. */
function takeMessage(bytes: Uint8Array): number {
  const head = new TextDecoder().decode(bytes.subarray(0, 256));
  const match = /^Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(head);
  const end = match === null ? Infinity : match[0].length + Number(match[1]);
  if (match === null || bytes.length < end) return 0;
  const message = JSON.parse(new TextDecoder().decode(bytes.subarray(match[0].length, end)));
  if (message.method !== undefined && message.id !== undefined) {
    const isSettings = message.method === "workspace/configuration";
    const settings = isSettings ? message.params.items.map(() => ({})) : null;
    send({ id: message.id, result: settings });
  } else waiting.get(message.id)?.(message);
  return end;
}

const toUri = (path: string) => `file://${root}/${path}`;
const listening = listen();
await ask("initialize", {
  processId: null,
  rootUri: `file://${root}`,
  workspaceFolders: [{ uri: `file://${root}`, name: "root" }],
  capabilities: {
    workspace: { configuration: true, workspaceEdit: { documentChanges: true } },
  },
});
await send({ method: "initialized", params: {} });
await new Promise((wake) => setTimeout(wake, 6000)); // a server answers before it has read all

interface ServerEdit {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

async function expectedPlaces(
  symbol: Symbol,
  newName: string,
): Promise<Map<string, string> | undefined> {
  const source = await repository.project.open(symbol.path);
  const before = source!.text.slice(0, symbol.start).split("\n");
  const answer = await ask("textDocument/rename", {
    textDocument: { uri: toUri(symbol.path) },
    position: { line: before.length - 1, character: before.at(-1)!.length },
    newName,
  }) as {
    result?: {
      documentChanges?: { textDocument: { uri: string }; edits: ServerEdit[] }[];
      changes?: Record<string, ServerEdit[]>;
    };
  };
  if (!answer.result) return undefined;
  const changes =
    answer.result.documentChanges?.map(({ textDocument, edits }) =>
      [textDocument.uri, edits] as const
    ) ?? Object.entries(answer.result.changes ?? {});
  const places = new Map<string, string>();
  for (const [uri, edits] of changes) {
    const path = decodeURIComponent(uri).slice(`file://${root}/`.length);
    const lines = (await repository.project.read(path))?.text?.split("\n") ?? [];
    for (const { range: { start: { line, character } } } of edits) {
      const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, character);
      if (!await repository.isComment(path, start)) places.set(`${path}:${start}`, newName);
    }
  }
  return places;
}

const opened = new Set<string>();
const figures: Record<string, unknown> = {};
for (const [group, symbols] of Object.entries(groups)) {
  const tally = newTally();
  for (const symbol of draw(symbols, Number(countText))) {
    const newName = /^\p{Lu}/u.test(symbol.name) ? "RenamedByBenchmark" : "renamedByBenchmark";
    if (!opened.has(symbol.path)) {
      opened.add(symbol.path);
      const text = (await repository.project.read(symbol.path))?.text;
      const textDocument = { uri: toUri(symbol.path), languageId: language, version: 1, text };
      await send({ method: "textDocument/didOpen", params: { textDocument } });
    }
    const expected = await expectedPlaces(symbol, newName);
    if (expected === undefined) continue;
    count(tally, symbol, await repository.rename(symbol, newName), expected);
  }
  figures[group] = tally;
  console.log(group, tally);
}
await keepResult(`rename_lsp_${language}`, {
  server: server.join(" ").replace(/\S*\//g, ""),
  figures,
});
await writer.close().catch(() => {});
child.kill();
await child.status;
await listening.catch(() => {});
Deno.exit(0);

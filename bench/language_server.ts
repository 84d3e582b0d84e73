/**
 * A language server as a child process: started in a folder, asked, and ended.
 *
 * @module
 */

type Message = Readonly<Record<string, unknown>>;

/** A place in a file: its URI, a line and a column in UTF-16 units from 0. */
export interface ServerPlace {
  /** The file. */
  readonly uri: string;
  /** Line, from 0. */
  readonly line: number;
  /** Column, from 0, in UTF-16 units. */
  readonly character: number;
}

/** A running server. */
export interface LanguageServer {
  /** Sends a notification. */
  readonly notify: (method: string, params: unknown) => Promise<void>;
  /** Asks, and gives the result; undefined when the server refuses. */
  readonly ask: (method: string, params: unknown) => Promise<unknown>;
  /** Waits until no work has been reported for some time. */
  readonly settle: (quietMs: number) => Promise<void>;
  /** Ends it. */
  readonly close: () => Promise<void>;
}

const CAPABILITIES = {
  workspace: { configuration: true, workspaceEdit: { documentChanges: true } },
  window: { workDoneProgress: true },
};

/** Starts a server in a folder. */
export async function startLanguageServer(
  command: readonly string[],
  root: string,
): Promise<LanguageServer> {
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  let lastWork = performance.now();

  async function send(message: Message): Promise<void> {
    const body = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }));
    await writer.write(new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`));
    await writer.write(body);
  }

  function ask(method: string, params: unknown): Promise<unknown> {
    const id = ++lastId;
    return new Promise((settle) => {
      waiting.set(id, settle);
      send({ id, method, params });
    });
  }

  // deno-lint-ignore no-explicit-any -- messages of another program, looked at field by field
  function take(message: any): void {
    if (message.method === "$/progress") lastWork = performance.now();
    if (message.method !== undefined && message.id !== undefined) {
      const isSettings = message.method === "workspace/configuration";
      const settings = isSettings ? message.params.items.map(() => ({})) : null;
      send({ id: message.id, result: settings });
    } else waiting.get(message.id)?.(message.result ?? undefined);
  }

  const listening = listen(child.stdout, take);
  await ask("initialize", {
    processId: null,
    rootUri: `file://${root}`,
    workspaceFolders: [{ uri: `file://${root}`, name: "root" }],
    capabilities: CAPABILITIES,
  });
  await send({ method: "initialized", params: {} });
  return {
    notify: (method, params) => send({ method, params }),
    ask,
    settle: async (quietMs) => {
      lastWork = performance.now();
      while (performance.now() - lastWork < quietMs) {
        await new Promise((wake) => setTimeout(wake, 200));
      }
    },
    close: async () => {
      await writer.close().catch(() => {});
      child.kill();
      await child.status;
      await listening.catch(() => {});
    },
  };
}

async function listen(
  stdout: ReadableStream<Uint8Array>,
  take: (message: unknown) => void,
): Promise<void> {
  let parts: Uint8Array[] = [];
  for await (const chunk of stdout) {
    parts.push(chunk);
    let bytes = parts.length === 1 ? chunk : concatenate(parts);
    for (let end = messageEnd(bytes); end[1] > 0; end = messageEnd(bytes)) {
      take(JSON.parse(new TextDecoder().decode(bytes.subarray(end[0], end[1]))));
      bytes = bytes.subarray(end[1]);
    }
    parts = bytes.length === 0 ? [] : [bytes];
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Where the body of the first message begins and ends; 0 while it is not whole. */
function messageEnd(bytes: Uint8Array): readonly [number, number] {
  const head = new TextDecoder().decode(bytes.subarray(0, 256));
  const match = /^(?:[^\r\n:]+:[^\r\n]+\r\n)*?Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(
    head,
  );
  const end = match === null ? Infinity : match[0].length + Number(match[1]);
  return match === null || bytes.length < end ? [0, 0] : [match[0].length, end];
}

interface Range {
  readonly range: { readonly end: { readonly line: number; readonly character: number } };
}

/** The ends of the names that a server would rename; undefined when it would not. */
export async function askRename(
  server: LanguageServer,
  at: ServerPlace,
  newName: string,
): Promise<readonly ServerPlace[] | undefined> {
  const result = await server.ask("textDocument/rename", {
    textDocument: { uri: at.uri },
    position: { line: at.line, character: at.character },
    newName,
  }) as {
    documentChanges?: { textDocument: { uri: string }; edits?: Range[] }[];
    changes?: Record<string, Range[]>;
  } | undefined;
  if (result === undefined) return undefined;
  const changes =
    result.documentChanges?.map(({ textDocument, edits }) =>
      [textDocument?.uri, edits ?? []] as const
    ) ?? Object.entries(result.changes ?? {});
  return changes.flatMap(([uri, edits]) => edits.map(({ range: { end } }) => ({ uri, ...end })));
}

/** The ends of the names by which a server sees a symbol used or declared. */
export async function askReferences(
  server: LanguageServer,
  at: ServerPlace,
): Promise<readonly ServerPlace[] | undefined> {
  const result = await server.ask("textDocument/references", {
    textDocument: { uri: at.uri },
    position: { line: at.line, character: at.character },
    context: { includeDeclaration: true },
  }) as (Range & { readonly uri: string })[] | undefined;
  return result?.map(({ uri, range: { end } }) => ({ uri, ...end }));
}

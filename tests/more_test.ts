/**
 * `--more N` with a real server: a model asks to see more of the repository, and gets what it may.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { RunReport } from "../lib/agent/mod.ts";
import { digest } from "../lib/digest.ts";
import type { RequestRecord } from "../lib/types.ts";
import {
  gitApply,
  makeRepository,
  makeScratch,
  type Outcome,
  printOutcome,
  PROJECT_PATH,
  runProcess,
  runZerostack,
  type Scratch,
} from "./harness.ts";
import { type ModelServer, say, serveModel } from "./model_server.ts";

const KEY = "AKIA" + "QYLPMN5HFIQR7BBE"; // in two pieces, so that no scanner takes it for a real one
const filler = Array.from({ length: 400 }, (_, i) => `export const greeting${i} = "hello ${i}";\n`);
const FILES = {
  "greet.ts": 'import { shout } from "./lib/voice.ts";\nexport const greeting = shout("hello");\n',
  "filler.ts": filler.join(""),
  "lib/voice.ts":
    "/** Loud. */\nexport function shout(text: string): string {\n  return text.toUpperCase();\n}\n",
  "lib/long.py": Array.from({ length: 300 }, (_, i) => `def step_${i}():\n    return ${i}\n`).join(
    "\n",
  ),
  "secret.ts": `export const id = "${KEY}";\n`,
  "private.ts": "export const hidden = 'PRIVATE TEXT';\n",
  "package-lock.json": '{ "lock": "LOCK TEXT" }\n',
  ".aiignore": "private.ts\n",
  ".gitignore": ".env\n",
};
const PROMPT = "change the greeting";
const EDIT =
  "lib/voice.ts\n<<<<<<< SEARCH\n  return text.toUpperCase();\n=======\n  return text + '!';\n>>>>>>> REPLACE\n";
const show = (...wishes: readonly string[]) =>
  say(wishes.map((wish) => `ZEROSTACK_SHOW ${wish}\n`).join(""));
const BUDGET = ["--budget", "1500"];

async function run(
  command: "run" | "ask",
  repository: Scratch,
  server: ModelServer,
  ...args: readonly string[]
): Promise<Outcome> {
  return await runZerostack([command, "--endpoint", server.endpoint, PROMPT, ...BUDGET, ...args], {
    cwd: repository.path,
    permissions: ["-A"],
  });
}

/** What the server was sent as the task, request by request. */
function tasksOf(server: ModelServer): string[] {
  return server.completions().map((body) => JSON.parse(body).messages[1].content);
}

Deno.test("run --more shows a file and a definition that the model asks for", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({
    answers: [show("lib/voice.ts", "step_250"), say(EDIT)],
  });
  const outcome = await run("run", repository, server, "--more", "1");
  assertEquals(outcome.status, 0, printOutcome(["run"], outcome));
  assertEquals((await gitApply(repository, outcome.bytes)).status, 0);
  const [first, second] = tasksOf(server);
  assertStringIncludes(first, "ZEROSTACK_SHOW nameOfAFunction");
  assertEquals(first.includes("def step_250"), false);
  assertStringIncludes(second, "lib/voice.ts (whole file)\n");
  assertStringIncludes(second, "def step_250():\n    return 250\n");
  assertEquals(second.includes("ZEROSTACK_SHOW"), false, "the rounds are over");
  assertEquals(
    outcome.stderr,
    'zerostack run: the model asks for "lib/voice.ts": shown: lib/voice.ts:1-4 (90 bytes)\n' +
      'zerostack run: the model asks for "step_250": shown: lib/long.py:751-752 (31 bytes)\n',
  );
});

Deno.test("run --more refuses what no request may hold, whatever a model asks for", async () => {
  await using repository = await makeRepository(FILES);
  await repository.write({ ".env": "SECRET_TEXT=1\n", "marker/.git/x": "" });
  await using outside = await makeScratch({ "outside.ts": "OUTSIDE TEXT\n" });
  await Deno.symlink(`${outside.path}/outside.ts`, `${repository.path}/link.ts`);
  await Deno.symlink(outside.path, `${repository.path}/folder`);
  await repository.git("add", "link.ts", "folder");
  const mkfifo = await runProcess(["mkfifo", "pipe.ts"], { cwd: repository.path });
  assertEquals(mkfifo.status, 0);
  const hostile = [
    "../../etc/passwd",
    "/etc/passwd",
    "/proc/self/environ",
    `${outside.path}/outside.ts`,
    "link.ts",
    "folder/outside.ts",
    "pipe.ts",
    ".env",
    "lib/../.env",
    ".git/config",
    ".git/HEAD",
    "private.ts",
    "package-lock.json",
    "secret.ts",
    "~/.ssh/id_rsa",
    "https://example.invalid/x.ts",
    "$(touch stolen)",
    "hidden",
    "*.ts",
    "\u001b]0;title\u0007",
  ];
  await using server = await serveModel({ answers: [show(...hostile), say(EDIT)] });
  const outcome = await run("run", repository, server, "--more", "3", "--file", "lib/voice.ts");
  assertEquals(outcome.status, 0, printOutcome(["run"], outcome));
  const lines = outcome.stderr.trimEnd().split("\n");
  assertEquals(lines.length, hostile.length, outcome.stderr);
  for (const line of lines) assertStringIncludes(line, ": refused: ");
  assertStringIncludes(lines[4], "refused: link");
  assertStringIncludes(lines[11], "refused: hidden");
  assertStringIncludes(lines[12], "refused: lock file");
  assertStringIncludes(lines[13], "refused: a credential: secret.ts:1:");
  assertEquals(outcome.stderr.includes("\u001b"), false);
  const sent = server.completions().join("");
  for (const text of ["OUTSIDE TEXT", "SECRET_TEXT", "PRIVATE TEXT", "LOCK TEXT", KEY, "root:"]) {
    assertEquals(sent.includes(text), false, text);
  }
  assertStringIncludes(tasksOf(server)[1], '"private.ts", "package-lock.json", "secret.ts"');
});

Deno.test("run --more --redact shows a file without its credential", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({
    answers: [show("secret.ts", "lib/voice.ts"), say(EDIT)],
  });
  const outcome = await run("run", repository, server, "--more", "1", "--redact");
  assertEquals(outcome.status, 0, printOutcome(["run"], outcome));
  assertStringIncludes(tasksOf(server)[1], 'export const id = "ZEROSTACK_REDACTED');
  assertEquals(server.completions().join("").includes(KEY), false);
});

Deno.test("run without --more takes the same answer as one without edits", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [show("lib/voice.ts")] });
  const outcome = await run("run", repository, server, "--attempts", "1");
  assertEquals([outcome.status, outcome.stdout], [76, ""], printOutcome(["run"], outcome));
  assertStringIncludes(outcome.stderr, "the answer holds no edit, it asks to see more");
  assertEquals(tasksOf(server)[0].includes("ZEROSTACK_SHOW"), false);
});

Deno.test("run --more N asks at most N times more, however often the model wants", async () => {
  await using repository = await makeRepository(FILES);
  const answers = ["a.ts", "b.ts", "c.ts", "d.ts"].map((name) => show(name));
  await using server = await serveModel({ answers });
  const outcome = await run("run", repository, server, "--more", "2", "--attempts", "1");
  assertEquals([outcome.status, outcome.stdout], [76, ""], printOutcome(["run"], outcome));
  assertEquals(server.completions().length, 3);
});

Deno.test("run --more counts its rounds against the budgets", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [show("lib/voice.ts"), say(EDIT)] });
  const outcome = await run("run", repository, server, "--more", "2", "--max-turns", "1");
  assertEquals([outcome.status, outcome.stdout], [77, ""], printOutcome(["run"], outcome));
  assertStringIncludes(outcome.stderr, "E_MAX_TURNS");
  assertEquals(server.completions().length, 1);
});

Deno.test("run --more cuts a file that is too long for the budget, and keeps within it", async () => {
  await using repository = await makeRepository(FILES);
  const answers = [show("lib/long.py"), show("lib/long.py:880-890", "lib/long.py:5000"), say(EDIT)];
  await using server = await serveModel({ answers });
  const more = ["--more", "2", "--attempts", "1", "--report", "report.json"];
  await run("run", repository, server, ...more);
  const report = JSON.parse(await Deno.readTextFile(`${repository.path}/report.json`));
  const [one, two] = report.candidates[0].attempts[0].looks;
  assertEquals([one.asked[0].shown.length, one.asked[0].shown[0].startLine], [1, 1]);
  assertEquals(two.asked[1].why, "no such lines");
  const second = two.asked[0].shown[0];
  assertEquals([second.startLine, second.endLine], [880, 891]);
  for (const body of server.completions()) {
    const request = await runZerostack(["tokens", "--as", "json"], {
      stdin: JSON.parse(body).messages.map((message: { content: string }) => message.content).join(
        "",
      ),
    });
    assert(JSON.parse(request.stdout).tokens <= 1500);
  }
});

Deno.test("run --more replays byte for byte, with the exact lines in its report", async () => {
  await using repository = await makeRepository(FILES);
  await using scratch = await makeScratch();
  const wrong = EDIT.replace("toUpperCase", "toUpper");
  await using server = await serveModel({
    answers: [show("shout"), say(wrong), show("nothing/there.ts"), say(EDIT)],
  });
  const more = ["--more", "2", "--record", `${scratch.path}/tape`];
  const recorded = await run("run", repository, server, ...more);
  assertEquals(recorded.status, 0, printOutcome(["run"], recorded));
  const replay = async (name: string) => {
    const path = `${scratch.path}/${name}`;
    const tape = `${scratch.path}/tape`;
    const outcome = await runZerostack(
      ["run", PROMPT, ...BUDGET, "--more", "2", "--replay", tape, "--report", path],
      { cwd: repository.path, permissions: ["-A"] },
    );
    return { outcome, text: await Deno.readTextFile(path) };
  };
  const [one, two] = [await replay("one"), await replay("two")];
  assertEquals(one.outcome.stdout, recorded.stdout);
  assertEquals(one.outcome.stderr, recorded.stderr);
  assertEquals(one.text, two.text);
  const report: RunReport = JSON.parse(one.text);
  const [first, second] = report.candidates[0].attempts;
  assertEquals([first.looks?.length, second.looks?.length], [1, 1]);
  const text = FILES["lib/voice.ts"].split("\n").slice(1, 4).join("\n") + "\n";
  assertEquals(first.looks![0].asked, [{
    wish: "shout",
    shown: [{
      path: "lib/voice.ts",
      startLine: 2,
      endLine: 5,
      sizeBytes: text.length,
      digest: await digest(text),
    }],
  }]);
  assertEquals(second.looks![0].asked[0], {
    wish: "nothing/there.ts",
    shown: [],
    why: "not a file of the repository",
  });
  assertEquals(report.spent.turns, 4);
  const messages = server.completions().map((body) => JSON.parse(body).messages.length);
  assertEquals(messages, [2, 2, 4, 4], "what was said stays after a second look");
});

Deno.test("context takes an answer that asks for more: the shell pipe does what run does", async () => {
  await using repository = await makeRepository(FILES);
  await using scratch = await makeScratch();
  await using server = await serveModel({
    answers: [show("lib/voice.ts", "/etc/passwd"), show("step_7"), say(EDIT)],
  });
  const tape = `${scratch.path}/tape`;
  const recorded = await run("run", repository, server, "--more", "3", "--record", tape);
  assertEquals(recorded.status, 0, printOutcome(["run"], recorded));
  const script = `
    left=3
    "$Z" context "$P" --budget 1500 --more $left | "$Z" model --replay "$T" > "$S/answer"
    while
      cat "$S/answer" >> "$S/answers"
      "$Z" context "$P" - --budget 1500 --more $((left - 1)) < "$S/answers" > "$S/request"
    do
      left=$((left - 1))
      "$Z" model --replay "$T" < "$S/request" > "$S/answer"
    done
    [ $left = 1 ] && "$Z" patch < "$S/answer"`;
  const piped = await runProcess(["bash", "-c", script], {
    cwd: repository.path,
    env: {
      DENO: Deno.execPath(),
      Z: `${PROJECT_PATH}/scripts/zerostack`,
      P: PROMPT,
      T: tape,
      S: scratch.path,
    },
  });
  assertEquals([piped.status, piped.stdout], [0, recorded.stdout], printOutcome([script], piped));
  assertStringIncludes(piped.stderr, 'asks for "/etc/passwd": refused: ');
  assertStringIncludes(piped.stderr, "E_NOTHING: Cannot show more: the answer does not ask for it");
});

Deno.test("context refuses an answer without its end, and passes a failure on", async () => {
  await using repository = await makeRepository(FILES);
  const pack = (stdin: string) =>
    runZerostack(["context", PROMPT, "-", "--exclude", "secret.ts"], {
      cwd: repository.path,
      stdin,
    });
  const cut = await pack('{"type":"start"}\n{"type":"text","text":"ZEROSTACK_SHOW greet.ts"}\n');
  assertEquals(cut.status, 76, printOutcome(["context"], cut));
  const done = await pack(
    '{"type":"start"}\n{"type":"text","text":"ZEROSTACK_SHOW greet.ts"}\n{"type":"done","stop":"stop"}\n',
  );
  const request: RequestRecord = JSON.parse(done.stdout);
  assertEquals(request.asked?.map(({ wish }) => wish), ["greet.ts"]);
});

Deno.test("ask --more shows what is asked for, and writes just the answer", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [show("lib/voice.ts"), say("It shouts.")] });
  const outcome = await run("ask", repository, server, "--more", "2");
  assertEquals([outcome.status, outcome.stdout], [0, "It shouts.\n"], printOutcome([], outcome));
  assertStringIncludes(tasksOf(server)[1], "return text.toUpperCase();");
  assertStringIncludes(tasksOf(server)[1], "you may ask for more once.");
});

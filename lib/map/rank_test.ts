import { assertEquals } from "@std/assert";
import type { ReadHistory } from "../ports.ts";
import { rankFiles } from "./rank.ts";

const FILES: Readonly<Record<string, string>> = {
  "src/retry.ts": "export function retryRequest(limit: number) {\n  return backoff(limit);\n}\n",
  "src/backoff.ts": "export function backoff(n: number) {\n  return 2 ** n;\n}\n",
  "src/server.ts": "export function listen(port: number) {\n  return port;\n}\n",
  "tests/retry_test.ts": 'test("retryRequest() retries a request", () => retryRequest(3));\n',
  "docs/retry.md": "How retry works: a request is sent again.\n",
  "package-lock.json": '{ "retry": "1.0.0" }\n',
  "data.bin": "retry",
};

async function rank(
  prompt: string,
  paths = Object.keys(FILES),
  readHistory?: ReadHistory,
) {
  const encoder = new TextEncoder();
  return await rankFiles({ prompt, named: [], findings: [], given: [] }, {
    files: paths.map((path) => ({ path })),
    visitFiles: (asked, visit) => {
      asked.forEach((path, number) => visit(number, encoder.encode(FILES[path])));
      return Promise.resolve();
    },
    readHistory,
  });
}

Deno.test({
  name: "rankFiles() puts source first, then what it refers to, tests and documents behind",
  permissions: "none",
  fn: async () => {
    const { files, excluded } = await rank("The retry of a request waits too long");
    assertEquals(files[0].path, "src/retry.ts");
    assertEquals(excluded.map((file) => file.path), ["package-lock.json", "data.bin"]);
  },
});

Deno.test({
  name: "rankFiles() puts tests first when the prompt is about them",
  permissions: "none",
  fn: async () => {
    const { files } = await rank("Make the retry tests less flaky");
    assertEquals(files[0].path, "tests/retry_test.ts");
  },
});

Deno.test({
  name: "rankFiles() puts what the prompt names before all, with the line it names",
  permissions: "none",
  fn: async () => {
    const { files } = await rank("TypeError at /home/me/proj/src/server.ts:2:10 in retry");
    assertEquals(files[0].path, "src/server.ts");
    assertEquals(files[0].parts[0].startLine, 1);
    assertEquals(files[0].parts[0].score > 1000, true);
  },
});

Deno.test({
  name: "rankFiles() gives the same for any order of its input",
  permissions: "none",
  fn: async () => {
    const forwards = await rank("retry a request with backoff");
    const backwards = await rank("retry a request with backoff", Object.keys(FILES).toReversed());
    assertEquals(backwards.files, forwards.files);
  },
});

Deno.test({
  name: "rankFiles() puts a file first that was changed when the same was spoken of, and says so",
  permissions: "none",
  fn: async () => {
    const prompt = "Answer slower clients";
    const paths = ["src/backoff.ts", "src/server.ts"];
    assertEquals((await rank(prompt, paths)).files[0].path, "src/backoff.ts");
    const { files } = await rank(prompt, paths, () => [
      { message: "Bump the version", paths: ["src/backoff.ts"] },
      { message: "Wait for slow clients", paths: ["src/server.ts"] },
    ]);
    assertEquals(files[0].path, "src/server.ts");
    assertEquals(files[0].why, ["changed by 1 of the last 2 commits, 1 with words of the prompt"]);
  },
});

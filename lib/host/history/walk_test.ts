import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../errors.ts";
import { AllowanceSpent } from "./allowance.ts";
import { walkHistory } from "./walk.ts";

const pure = { permissions: "none" } as const;
const encode = (text: string) => new TextEncoder().encode(text);
const name = (number: number) => number.toString(16).padStart(40, "0");

/** Commits by number, each with the numbers of its parents; they change the file of that name. */
function makeCommits(commits: Readonly<Record<number, readonly number[]>>) {
  return (asked: string) => {
    const number = parseInt(asked, 16);
    if (number >= 1000) {
      const blob = new Uint8Array(20).fill(number - 1000);
      const head = encode(`100644 f${number - 1000}\0`);
      return { kind: "tree", bytes: new Uint8Array([...head, ...blob]) } as const;
    }
    if (commits[number] === undefined) return undefined;
    const parents = commits[number].map((parent) => `parent ${name(parent)}\n`).join("");
    const head = `tree ${name(1000 + number)}\n${parents}committer A <a@b> ${number} +0000\n`;
    return { kind: "commit", bytes: encode(`${head}\nmessage ${number}`) } as const;
  };
}

function walk(
  commits: Parameters<typeof makeCommits>[0],
  { limit = 10, shallow = [] as number[] } = {},
) {
  const head = Math.max(...Object.keys(commits).map(Number));
  const options = { find: makeCommits(commits), shallow: new Set(shallow.map(name)), limit };
  return walkHistory(name(head), options).map(({ message, paths }) =>
    [message.replace("message ", ""), ...paths].join(" ")
  );
}

Deno.test(
  "walkHistory() tells the newest first, without merges, and nothing of the first",
  pure,
  () => {
    assertEquals(walk({ 1: [], 2: [1], 3: [1], 4: [2], 5: [4, 3], 6: [5] }), [
      "6 f5 f6",
      "4 f2 f4",
      "3 f1 f3",
      "2 f1 f2",
      "1",
    ]);
  },
);

Deno.test("walkHistory() ends at its limit, and where a clone is shallow", pure, () => {
  assertEquals(walk({ 1: [], 2: [1], 3: [2] }, { limit: 1 }), ["3 f2 f3"]);
  assertEquals(walk({ 2: [1], 3: [2] }, { shallow: [2] }), ["3 f2 f3", "2"]);
});

Deno.test("walkHistory() goes around a loop once", pure, () => {
  assertEquals(walk({ 1: [2], 2: [1] }), ["2 f1 f2", "1 f1 f2"]);
});

Deno.test("walkHistory() refuses a history with a hole", pure, () => {
  assertThrows(
    () => walk({ 2: [1] }),
    InputError,
    "Cannot read the history: a commit is missing",
  );
});

Deno.test("walkHistory() tells what it has when enough was read", pure, () => {
  const find = makeCommits({ 1: [], 2: [1], 3: [2] });
  let left = 5;
  const options = {
    find: (asked: string) => {
      if (left-- === 0) throw new AllowanceSpent();
      return find(asked);
    },
    shallow: new Set<string>(),
    limit: 10,
  };
  assertEquals(walkHistory(name(3), options).length, 1);
});

import type { Finding, Frame } from "../finding.ts";
import type { Block, JsonFormat, Lines, TextFormat } from "../format.ts";
import { hasFields, textAt } from "../json.ts";
import { BYTES } from "../units.ts";

/** `go test -json`. */
export const goTestJson: JsonFormat = {
  name: "go-test-json",
  hasRows: true,
  recognises: (value) => hasFields(value, "Action", "Package"),
  read: readEvents,
};

interface Test {
  readonly name: string;
  readonly package?: string;
  readonly output: string[];
  failed: boolean;
}

function readEvents(events: readonly unknown[]): Finding[] {
  const tests = new Map<string, Test>();
  for (const event of events) {
    const name = textAt(event, "Test");
    const packageName = textAt(event, "Package") ?? "";
    if (name === undefined) continue;
    const key = `${packageName}\0${name}`;
    let test = tests.get(key);
    if (test === undefined) {
      tests.set(key, test = { name, package: packageName, output: [], failed: false });
    }
    if (textAt(event, "Action") === "output") test.output.push(textAt(event, "Output") ?? "");
    if (textAt(event, "Action") === "fail") test.failed = true;
  }
  return toFindings([...tests.values()]);
}

/** The failed tests, but not those that failed only as a test in them did. */
function toFindings(tests: readonly Test[]): Finding[] {
  const failed = tests.filter((test) => test.failed);
  return failed
    .filter((test) =>
      findGoFrames(test).length > 0 ||
      !failed.some((other) => other.name.startsWith(`${test.name}/`))
    )
    .map(toFinding);
}

const NOISE_REGEXP = /^\s*(?:=== |--- )/;

function toFinding(test: Test): Finding {
  const lines = test.output.flatMap((output) => output.split("\n"));
  const said = lines.filter((line) => !NOISE_REGEXP.test(line) && line.trim() !== "");
  const first = said[0]?.trim() ?? "The test failed";
  return {
    message: first.replace(/^[\w.-]+\.go:\d+: /, ""),
    severity: "error",
    source: "go test",
    code: test.name,
    units: BYTES,
    frames: findGoFrames(test),
  };
}

const PLACE_REGEXP = /^\s+(\S+\.go):(\d+)(?::(\d+))?(?:: | \+0x|$)/;

/** A test names its file without the folder, which the package tells; a stack names it whole. */
function findGoFrames(test: Test): Frame[] {
  const frames: Frame[] = [];
  for (const line of test.output.flatMap((output) => output.split("\n"))) {
    const [, path, at, column] = line.match(PLACE_REGEXP) ?? [];
    if (path === undefined) continue;
    const place = { line: Number(at), ...(column === undefined ? {} : { column: Number(column) }) };
    for (const candidate of toCandidates(path, test.package)) {
      frames.push({ path: candidate, ...place });
    }
  }
  return frames;
}

/** The folder is the end of the package's path that is not the module's: all ends are tried. */
function toCandidates(path: string, packageName: string | undefined): string[] {
  if (path.includes("/") || packageName === undefined) return [path];
  const parts = packageName.split("/");
  const folders = parts.map((_part, index) => parts.slice(index + 1).join("/"));
  return folders.map((folder) => folder === "" ? path : `${folder}/${path}`);
}

const VERDICT_REGEXP = /^( *)--- (FAIL|PASS|SKIP): (\S+)/;
const RUN_REGEXP = /^=== (?:RUN|CONT|NAME) +(\S+)/;
const END_REGEXP = /^(?:FAIL|ok {2}|\? {2})\t(\S+)/;

/** The text of `go test`, with or without `-v`. */
export const goTest: TextFormat = {
  name: "go-test",
  read(lines, index) {
    const line = lines.text[index];
    if (!RUN_REGEXP.test(line) && !VERDICT_REGEXP.test(line)) return undefined;
    if (lines.text[index + 1]?.startsWith("+++ ")) return undefined; // the header of a diff
    return readText(lines, index);
  },
};

function readText({ text }: Lines, index: number): Block {
  const tests = new Map<string, Test>();
  const toTest = (name: string) => {
    const known = tests.get(name);
    if (known !== undefined) return known;
    const test: Test = { name, output: [], failed: false };
    tests.set(name, test);
    return test;
  };
  let current: Test | undefined;
  let next = index;
  let packageName: string | undefined;
  for (; next < text.length; next++) {
    const line = text[next];
    packageName = line.match(END_REGEXP)?.[1];
    if (packageName !== undefined) break;
    const verdict = line.match(VERDICT_REGEXP);
    const name = verdict?.[3] ?? line.match(RUN_REGEXP)?.[1];
    if (name !== undefined) current = toTest(name);
    else if (line !== "FAIL" && line !== "PASS") current?.output.push(line);
    if (verdict?.[2] === "FAIL") toTest(verdict[3]).failed = true;
  }
  const whole = [...tests.values()].map((test) => ({ ...test, package: packageName }));
  return { findings: toFindings(whole), next: Math.min(next + 1, text.length) };
}

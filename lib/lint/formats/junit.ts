import { type Finding, type Frame, toSeverity } from "../finding.ts";
import type { XmlFormat } from "../format.ts";
import { findFrames, firstLine } from "../frames.ts";
import { toProducer } from "../producers.ts";
import { UNKNOWN } from "../units.ts";
import type { XmlElement } from "../xml.ts";

/** JUnit's XML: of test runners, and of linters that write their findings as failed tests. */
export const junit: XmlFormat = {
  name: "junit",
  roots: ["testsuites", "testsuite"],
  read: (root) => [...eachCase(root, toRunner(root))],
};

interface TestCase {
  readonly element: XmlElement;
  readonly failure: XmlElement;
  readonly suite: XmlElement;
  readonly runner: string;
}

/** Names of runners, as they stand in the name of the outermost suite. */
const RUNNER_REGEXP = /\b(ruff|biome|oxlint|deno|pytest|jest|vitest|mocha|phpunit|rspec)\b/i;

function toRunner(root: XmlElement): string {
  const [, name] = root.attributes.name?.match(RUNNER_REGEXP) ?? [];
  if (name === undefined) return hasNodeMarks(root) ? "node" : "junit";
  return name.toLowerCase();
}

/** Node repeats the failure as an attribute of the test. */
function hasNodeMarks(element: XmlElement): boolean {
  return element.attributes.failure !== undefined || element.children.some(hasNodeMarks);
}

function* eachCase(suite: XmlElement, runner: string): Generator<Finding> {
  for (const element of suite.children) {
    if (element.name === "testsuite") yield* eachCase(element, runner);
    if (element.name !== "testcase") continue;
    for (const failure of element.children) {
      if (failure.name !== "failure" && failure.name !== "error") continue;
      const test = { element, failure, suite, runner };
      if (isSumOfSteps(failure)) continue;
      yield isLinter(runner) ? readFinding(test) : readFailure(test);
    }
  }
}

/** A test that only failed as its steps did: they are reported themselves. */
function isSumOfSteps(failure: XmlElement): boolean {
  return /^\d+ (?:test steps?|subtests?) failed/.test(failure.attributes.message ?? "");
}

function isLinter(runner: string): boolean {
  return runner === "ruff" || runner === "biome" || runner === "oxlint";
}

const PLACE_REGEXP = /^line (\d+), col(?:umn)? (\d+),/;

function readFinding({ element, failure, suite, runner }: TestCase): Finding {
  const written = element.attributes.name ?? "";
  const [, line, column] = failure.text.trim().match(PLACE_REGEXP) ?? [];
  return {
    message: failure.attributes.message ?? firstLine(failure.text),
    severity: toRuleSeverity({ element, failure, suite, runner }),
    source: runner,
    code: toRule(written, runner) || undefined,
    path: suite.attributes.name,
    start: {
      line: Number(element.attributes.line ?? line),
      column: Number(element.attributes.column ?? column),
    },
    units: toProducer(written, runner).units,
  };
}

function toRule(name: string, runner: string): string {
  const bare = name.replace(/^org\.(?:ruff|biome)\./, "");
  return runner === "biome" ? bare.replaceAll(".", "/") : bare;
}

/** Ruff tells a severity as a property; Oxlint makes warnings failures, and errors errors. */
function toRuleSeverity({ element, failure, runner }: TestCase): Finding["severity"] {
  const property = element.children.find((child) => child.name === "properties")?.children
    .find((child) => child.attributes.name === "severity")?.attributes.value;
  if (property !== undefined) return toSeverity(property, "error");
  return runner === "oxlint" && failure.name === "failure" ? "warning" : "error";
}

function readFailure({ element, failure, suite, runner }: TestCase): Finding {
  const { name, line, col } = element.attributes;
  const body = failure.text;
  const given = (failure.attributes.message ?? "").replace(/^Uncaught /, "");
  const frames = [...findFrames(body), ...toDefinition(suite, element)];
  return {
    message: given.trim() === "" ? firstLine(body) : given,
    severity: "error",
    source: runner,
    code: toTestName(name ?? "", element.attributes.classname, frames),
    path: frames.length === 0 ? toPath(suite, element) : undefined,
    start: line === undefined ? undefined : { line: Number(line), column: Number(col ?? NaN) },
    units: UNKNOWN,
    frames,
  };
}

/** Where the test is defined, when the runner says so. */
function toDefinition(suite: XmlElement, test: XmlElement): Frame[] {
  const path = toPath(suite, test);
  const { line, col, file } = test.attributes;
  const places: Frame[] = [];
  if (path !== undefined && line !== undefined) {
    places.push({
      path,
      line: Number(line),
      ...(col === undefined ? {} : { column: Number(col) }),
    });
  }
  if (file === undefined && /^\/|\.\w+$/.test(test.attributes.name ?? "")) {
    places.push({ path: test.attributes.name, line: 1 });
  }
  return places;
}

function toPath(suite: XmlElement, test: XmlElement): string | undefined {
  const candidates = [
    test.attributes.file,
    suite.attributes.file,
    test.attributes.classname,
    suite.attributes.name,
  ];
  return candidates.find((text) =>
    text !== undefined && /[\w)\]]\.\w+$/.test(text) && /[\\/]|\.[a-z]{1,4}$/.test(text)
  );
}

/** Pytest joins the path of the module and the names of the classes with dots. */
function toTestName(name: string, dotted: string | undefined, frames: readonly Frame[]): string {
  const file = frames.find(({ path }) => path.endsWith(".py") && isModule(path, dotted));
  if (file === undefined || dotted === undefined) return name;
  const classes = dotted.slice(file.path.length - ".py".length).split(".").filter((part) => part);
  return [file.path, ...classes, name].join("::");
}

function isModule(path: string, dotted: string | undefined): boolean {
  const module = path.slice(0, -".py".length).replaceAll("/", ".");
  return dotted === module || dotted?.startsWith(`${module}.`) === true;
}

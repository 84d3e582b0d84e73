/**
 * The recipes, held to what reads them: the validators of their own tools where they are installed,
 * and a stand-in for Docker that runs the stages from source.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "@std/yaml/parse";
import { VERSION } from "../cli/help.ts";
import { hasProgram } from "./distribution.ts";
import { gitApply, makeRepository, makeScratch, PROJECT_PATH, runProcess } from "./harness.ts";
import { say } from "./model_answers.ts";
import { serveModel } from "./model_server.ts";

const RECIPES = `${PROJECT_PATH}/docs/recipes`;
const WORKFLOWS = [
  `${RECIPES}/github-actions.yml`,
  `${PROJECT_PATH}/.github/workflows/release.yml`,
];
const UNITS = ["context", "model", "patch", "check"];

async function readUnit(stage: string): Promise<string> {
  return await Deno.readTextFile(`${RECIPES}/systemd/zerostack-${stage}@.service`);
}

Deno.test({
  name: "recipes: actionlint takes the workflows",
  ignore: !hasProgram("actionlint", "--version"),
  fn: async () => {
    const outcome = await runProcess(["actionlint", ...WORKFLOWS]);
    assertEquals([outcome.status, outcome.stdout], [0, ""]);
  },
});

/** Holds a validator to taking a file, and to refusing one in which a word was changed. */
async function validate(
  command: readonly string[],
  path: string,
  [word, wrong]: readonly [string, string],
): Promise<void> {
  const text = await Deno.readTextFile(path);
  assertStringIncludes(text, word);
  const changed = text.replace(word, wrong);
  await using scratch = await makeScratch({ "as-is.yml": text, "changed.yml": changed });
  const run = (name: string) => runProcess([...command, name], { cwd: scratch.path });
  const outcome = await run("as-is.yml");
  assertEquals(outcome.status, 0, outcome.stdout + outcome.stderr);
  assert((await run("changed.yml")).status !== 0, `${command[0]} takes anything`);
}

const hasJsonSchema = hasProgram("check-jsonschema", "--version");

Deno.test({
  name: "recipes: the workflows are what GitHub's schema says",
  ignore: !hasJsonSchema,
  fn: async () => {
    for (const path of WORKFLOWS) {
      const command = ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"];
      await validate(command, path, ["runs-on:", "runs-at:"]);
    }
  },
});

Deno.test({
  name: "recipes: the job for GitLab is what its schema says",
  ignore: !hasJsonSchema,
  fn: () =>
    validate(
      ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci"],
      `${RECIPES}/gitlab-ci.yml`,
      ["stages: [fix]", "stages: 1"],
    ),
});

Deno.test({
  name: "recipes: the Job is what the schemas of Kubernetes say",
  ignore: !hasProgram("kubernetes-validate", "--version"),
  fn: () =>
    validate(
      ["kubernetes-validate", "--strict"],
      `${RECIPES}/kubernetes-job.yml`,
      ["backoffLimit: 0", "backofLimit: 0"],
    ),
});

Deno.test("recipes: workflows use no action of others and put no text of others into a script", async () => {
  for (const path of WORKFLOWS) {
    const text = await Deno.readTextFile(path);
    assert(!/^\s*-?\s*uses:/m.test(text), `${path} uses an action`);
    const workflow = parse(text) as { jobs: Record<string, { steps: { run: string }[] }> };
    for (const job of Object.values(workflow.jobs)) {
      for (const { run } of job.steps) assert(!run.includes("${{"), `${path}: ${run}`);
    }
  }
});

Deno.test({
  name: "recipes: systemd takes the units, and finds little exposed",
  ignore: !hasProgram("systemd-analyze", "--version"),
  fn: async () => {
    await using scratch = await makeScratch();
    for (const stage of UNITS) {
      const unit = (await readUnit(stage)).replaceAll("/usr/local/bin/zerostack", "/bin/true");
      await scratch.write({ [`zerostack-${stage}@.service`]: unit });
    }
    const options = { cwd: scratch.path };
    const last = await runProcess(
      ["systemd-analyze", "verify", "./zerostack-check@x.service"],
      options,
    );
    assertEquals([last.status, last.stderr], [0, ""]);
    for (const stage of UNITS) {
      const command = ["systemd-analyze", "security", "--offline=true", "--threshold=35"];
      const outcome = await runProcess([...command, `./zerostack-${stage}@.service`], options);
      assertEquals([stage, outcome.status], [stage, 0], outcome.stdout);
    }
  },
});

Deno.test("recipes: the model's unit has a network and no repository, the others the reverse", async () => {
  for (const stage of UNITS) {
    const unit = await readUnit(stage);
    const found = [
      "PrivateNetwork=yes",
      "ReadOnlyPaths=/srv/zerostack/%i",
      "InaccessiblePaths=/srv/zerostack",
    ]
      .map((line) => unit.includes(`\n${line}\n`));
    assertEquals([stage, ...found], [
      stage,
      stage !== "model",
      stage !== "model",
      stage === "model",
    ]);
  }
});

Deno.test("recipes: the Job runs as the image's user in a read-only root", async () => {
  const text = await Deno.readTextFile(`${RECIPES}/kubernetes-job.yml`);
  const kinds = text.split(/^---$/m).map((part) => parse(part) as { kind: string; spec: unknown });
  assertEquals(kinds.map(({ kind }) => kind), ["ConfigMap", "NetworkPolicy", "Job"]);
  const { template } = kinds[2].spec as {
    template: {
      spec: {
        securityContext: { runAsUser: number };
        containers: { image: string; securityContext: Record<string, unknown> }[];
      };
    };
  };
  const [container] = template.spec.containers;
  assertEquals([template.spec.securityContext.runAsUser, container.image], [
    65532,
    `zerostack:${VERSION}-run`,
  ]);
  assertEquals(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
});

Deno.test("recipes: the job for GitLab can be read", async () => {
  const text = await Deno.readTextFile(`${RECIPES}/gitlab-ci.yml`);
  const job = (parse(text) as Record<string, { stage: string; script: string[] }>)["zerostack-fix"];
  assertEquals([job.stage, job.script.length], ["fix", 2]);
});

/** Runs a stage from source in the place of its image, and notes how it was asked to. */
const DOCKER = `#!/bin/sh
printf '%s\\n' "$*" >> "$(dirname "$0")/calls"
repository=
while [ $# -gt 0 ]; do
  case $1 in
    zerostack:*) break ;;
    --volume) repository=\${2%%:*}; shift ;;
    --env) export "$2"; shift ;;
  esac
  shift
done
stage=\${1##*-}
shift
cd "\${repository:-/}" && exec ${PROJECT_PATH}/scripts/zerostack "$stage" "$@"
`;

Deno.test("recipes: docker.sh makes a patch with four closed containers", async () => {
  await using repository = await makeRepository({ "greet.txt": "hello\n" });
  await using scratch = await makeScratch();
  await Deno.writeTextFile(`${scratch.path}/docker`, DOCKER, { mode: 0o755 });
  const edit = "greet.txt\n<<<<<<< SEARCH\nhello\n=======\ngoodbye\n>>>>>>> REPLACE\n";
  await using server = await serveModel({ answers: [say(edit)] });
  const outcome = await runProcess([`${RECIPES}/docker.sh`, "say goodbye in greet.txt"], {
    cwd: repository.path,
    env: {
      PATH: `${scratch.path}:${Deno.env.get("PATH")}`,
      DENO: Deno.execPath(),
      ZEROSTACK_ENDPOINT: server.endpoint,
    },
  });
  assertEquals([outcome.status, outcome.stderr], [0, ""]);
  assertEquals((await gitApply(repository, outcome.bytes)).status, 0);
  assertEquals(await Deno.readTextFile(`${repository.path}/greet.txt`), "goodbye\n");
  const calls = (await Deno.readTextFile(`${scratch.path}/calls`)).trim().split("\n");
  assertEquals(calls.map((call) => [call.includes("--network=none"), call.includes("--volume")]), [
    [true, true],
    [false, false],
    [true, true],
  ]);
  for (const call of calls) {
    assertStringIncludes(call, "--read-only --cap-drop=ALL");
    assertStringIncludes(call, "--user=65532:65532");
  }
});

Deno.test({
  name: "recipes: shellcheck takes every script",
  ignore: !hasProgram("shellcheck", "--version"),
  fn: async () => {
    const scripts = [
      `${RECIPES}/docker.sh`,
      `${PROJECT_PATH}/scripts/install.sh`,
      `${PROJECT_PATH}/scripts/verify-release`,
    ];
    const outcome = await runProcess(["shellcheck", ...scripts]);
    assertEquals([outcome.status, outcome.stdout], [0, ""]);
  },
});

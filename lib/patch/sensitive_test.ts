import { assertEquals } from "@std/assert";
import { isSensitive, toPathRegExp } from "./sensitive.ts";

Deno.test({
  name: "isSensitive() knows what runs or is obeyed unasked",
  permissions: "none",
  fn: () => {
    const sensitive = [
      ".github/workflows/ci.yml",
      "packages/a/.github/actions/x/action.yml",
      ".gitlab-ci.yml",
      ".circleci/config.yml",
      "azure-pipelines.yml",
      "Jenkinsfile",
      ".travis.yml",
      ".husky/pre-commit",
      ".pre-commit-config.yaml",
      "lefthook.yml",
      ".gitattributes",
      ".gitmodules",
      "sub/.gitattributes",
      ".envrc",
      ".env",
      ".env.local",
      ".vscode/tasks.json",
      ".idea/workspace.xml",
      ".devcontainer/devcontainer.json",
      "x.code-workspace",
      "Makefile",
      "GNUmakefile",
      "sub/makefile",
      "justfile",
      "Rakefile",
      "Dockerfile",
      "Dockerfile.dev",
      "docker-compose.yml",
      "compose.yaml",
      "package.json",
      "web/package.json",
      "deno.json",
      ".npmrc",
      ".yarnrc.yml",
      ".cargo/config.toml",
      "gradlew",
      "package-lock.json",
      "yarn.lock",
      "pnpm-lock.yaml",
      "Cargo.lock",
      "poetry.lock",
      "go.sum",
      "AGENTS.md",
      "CLAUDE.md",
      ".cursorrules",
      ".cursor/rules/a.mdc",
      ".claude/settings.json",
      ".mcp.json",
      ".zerostack.json",
    ];
    assertEquals(sensitive.filter((path) => !isSensitive(path)), []);
    const plain = [
      "src/a.ts",
      "README.md",
      "docs/github/a.md",
      "src/package.ts",
      ".gitignore",
      "a/env.ts",
    ];
    assertEquals(plain.filter(isSensitive), []);
  },
});

Deno.test({
  name: "toPathRegExp() keeps stars inside a part, and names at any depth",
  permissions: "none",
  fn: () => {
    const fits = (pattern: string, path: string) => toPathRegExp(pattern).test(path);
    assertEquals(fits("package.json", "a/b/package.json"), true);
    assertEquals(fits("/package.json", "a/package.json"), false);
    assertEquals(fits(".github/**", ".github/workflows/ci.yml"), true);
    assertEquals(fits(".github/*", ".github/workflows/ci.yml"), false);
    assertEquals(fits("**", "any/thing"), true);
    assertEquals(fits("a+b.(c)", "a+b.(c)"), true);
    assertEquals(fits("a.c", "abc"), false);
  },
});

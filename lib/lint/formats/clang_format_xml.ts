import type { XmlFormat } from "../format.ts";
import { BYTES } from "../units.ts";

/** `clang-format --output-replacements-xml`; it does not name its file. */
export const clangFormatXml: XmlFormat = {
  name: "clang-replacements-xml",
  roots: ["replacements"],
  read: (root) => {
    const edits = root.children.filter((child) => child.name === "replacement").map((child) => {
      const offset = Number(child.attributes.offset);
      return {
        start: { offset },
        end: { offset: offset + Number(child.attributes.length) },
        text: child.text,
      };
    });
    if (edits.length === 0) return [];
    return [{
      message: "The file is not formatted",
      severity: "warning",
      source: "clang-format",
      start: edits[0].start,
      units: BYTES,
      fixes: [{ title: "Format the file", safety: "safe", edits }],
    }];
  },
};

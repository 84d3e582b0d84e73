import { assertEquals } from "@std/assert";
import { parse } from "@std/yaml/parse";
import { parsePlainYaml } from "./plain_yaml.ts";

const DOCUMENT = `MainSourceFile:  '/repo/it''s.cpp'
Diagnostics:
  - DiagnosticName:  modernize-use-nullptr
    DiagnosticMessage:
      Message:         'use ''nullptr'': here'
      FilePath:        '/repo/a b.cpp'
      FileOffset:      7
      Replacements:
        - FilePath:        '/repo/a.cpp'
          Offset:          7
          Length:          0
          ReplacementText: "a\\n\\tb\\"c"
        - FilePath:        '/repo/a.cpp'
          Offset:          12
          Length:          1
          ReplacementText: ''
    Notes:
      - Message:         note
        FilePath:        ''
        FileOffset:      0
        Replacements:    []
    Level:           Warning
    BuildDirectory:  '/repo'
  - DiagnosticName:  other
    Level:           Error
`;

Deno.test({
  name: "parsePlainYaml() reads what the general reader does",
  permissions: "none",
  fn: () => {
    const flat = DOCUMENT.replace(/^ {2}/gm, "");
    for (const text of [DOCUMENT, flat, "Diagnostics:     []\n", "A: 1\nB: x.y\n"]) {
      assertEquals<unknown>(parsePlainYaml(text), parse(text), text);
    }
  },
});

for (
  const text of [
    "A: |\n  block\n",
    "A: {b: 1}\n",
    "A: &x 1\n",
    "A: 'not closed\n",
    'A: "\\x41"\n',
    "A: b # comment\n",
    "A: null\n",
    "A: two\n  lines\n",
    "- A: 1\n   B: 2\n",
    "? odd\n",
  ]
) {
  Deno.test({
    name: `parsePlainYaml() leaves ${JSON.stringify(text)} to the general reader`,
    permissions: "none",
    fn: () => assertEquals(parsePlainYaml(text), undefined),
  });
}

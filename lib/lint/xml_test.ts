import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../errors.ts";
import { descendants, parseXml } from "./xml.ts";

Deno.test({
  name: "parseXml() reads elements, attributes, text, CDATA and entities",
  permissions: "none",
  fn: () => {
    const root = parseXml(
      `<?xml version="1.0"?><!-- c --><a x='1 &lt; 2' y="&#65;&#x42;"><b/>t&amp;<![CDATA[<raw>]]></a>`,
    );
    assertEquals(root, {
      name: "a",
      attributes: { x: "1 < 2", y: "AB" },
      children: [{ name: "b", attributes: {}, children: [], text: "" }],
      text: "t&<raw>",
    });
  },
});

Deno.test({
  name: "parseXml() leaves entities that it does not know as they are",
  permissions: "none",
  fn: () => assertEquals(parseXml("<a>&file; &#x110000;</a>").text, "&file; &#x110000;"),
});

for (const text of ["<a>", "<a></b>", "</a>", "<a/><b/>", "no XML"]) {
  Deno.test({
    name: `parseXml() refuses ${text}`,
    permissions: "none",
    fn: () => void assertThrows(() => parseXml(text), InputError, "Cannot parse XML"),
  });
}

Deno.test({
  name: "descendants() finds elements at any depth, in order",
  permissions: "none",
  fn: () => {
    const root = parseXml("<a><s n='1'><s n='2'/></s><s n='3'/></a>");
    assertEquals([...descendants(root, "s")].map(({ attributes }) => attributes.n), [
      "1",
      "2",
      "3",
    ]);
  },
});

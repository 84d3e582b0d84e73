import { assertEquals } from "@std/assert";
import { rename } from "../../tests/rename_in_memory.ts";

Deno.test({
  name: "linkPhp() renames a class under every name that leads to it, and its file",
  permissions: "none",
  fn: async () => {
    const texts = {
      "src/A/Box.php":
        "<?php\nnamespace A;\nclass Box {\n  const Box = 1;\n  function Box() { return new static; }\n}\n",
      "src/A/near.php":
        "<?php\nnamespace A;\nfunction f(?Box $Box): Box { return $Box instanceof Box ? $Box->Box() : Box::Box; }\n",
      "src/B/far.php":
        "<?php\nnamespace B;\nuse A;\nuse A\\{Box as Other, Thing};\nnew A\\Box; new \\A\\Box; new Other; new Box; box();\n",
      "src/C/own.php":
        "<?php\nnamespace C;\nuse A\\Box;\ntry {} catch (Box $e) {}\n#[Box] class D extends Box { use Box; }\n",
    };
    assertEquals(await rename(texts, ["Box", "Crate"]), {
      "src/A/Crate.php": ["class Crate {"],
      "src/A/near.php": [
        "function f(?Crate $Box): Crate { return $Box instanceof Crate ? $Box->Box() : Crate::Box; }",
      ],
      "src/B/far.php": [
        "use A\\{Crate as Other, Thing};",
        "new A\\Crate; new \\A\\Crate; new Other; new Box; box();",
      ],
      "src/C/own.php": [
        "use A\\Crate;",
        "try {} catch (Crate $e) {}",
        "#[Crate] class D extends Crate { use Crate; }",
      ],
    });
  },
});

Deno.test({
  name: "linkPhp() finds a function of no namespace where a namespace has none of that name",
  permissions: "none",
  fn: async () => {
    const texts = {
      "a.php": "<?php\nfunction area() {}\n",
      "b.php": "<?php\nnamespace B;\narea(); \\area(); new area; echo area;\n",
      "c.php": "<?php\nnamespace C;\nfunction area() {}\narea();\n",
    };
    assertEquals(await rename(texts, ["area", "surface"], { pointer: { path: "a.php" } }), {
      "a.php": ["function surface() {}"],
      "b.php": ["surface(); \\surface(); new area; echo area;"],
    });
  },
});

Deno.test({
  name: "linkPhp() refuses what is written in another case, and a file that is there already",
  permissions: "none",
  fn: async () => {
    const texts = { "a.php": "<?php\nclass Box {}\n", "b.php": "<?php\nnew box;\n" };
    assertEquals(await rename(texts, ["Box", "Crate"]), [
      "it cannot be told whether these places mean it",
      "b.php:2:5",
    ]);
    const taken = { "Box.php": "<?php\nclass Box {}\n", "Crate.php": "<?php\n" };
    assertEquals(await rename(taken, ["Box", "Crate"]), [
      '"Crate" is already taken',
      "Crate.php:1:1",
    ]);
  },
});

Deno.test({
  name: "linkPhp() comes to an end where a long word stands before a name",
  permissions: "none",
  fn: async () => {
    const texts = { "a.php": `<?php\nfunction f() {}\n${"a".repeat(250)} (f());\n` };
    const line = `${"a".repeat(250)} (g());`;
    assertEquals(await rename(texts, ["f", "g"]), { "a.php": ["function g() {}", line] });
  },
});

import { assertEquals } from "@std/assert";
import { rename } from "../../tests/rename_in_memory.ts";

const UNPROVEN = "it cannot be told whether these places mean it";

Deno.test({
  name: "linkC() renames a function in its header and wherever that is included, however far away",
  permissions: "none",
  fn: async () => {
    const texts = {
      "include/lib.h":
        '#ifdef __cplusplus\nextern "C" {\n#endif\n\nLIB_EXPORT char* take(int n);\n\n#ifdef __cplusplus\n}\n#endif\n',
      "src/inner.h": '#include "lib.h"\n',
      "src/unix.c": '#include "inner.h"\nchar* take(int n) { return 0; }\n',
      "src/win.c": '#include "inner.h"\nchar* take(int n) { return 0; }\n',
      "tests/a.c": "#include <lib.h>\nint main(void) { return *take(1); }\n",
      "examples/b.c": "static int take(int n) { return n; }\nint main(void) { return take(1); }\n",
    };
    assertEquals(await rename(texts, ["take", "grab"], { pointer: { path: "src/win.c" } }), {
      "include/lib.h": ["LIB_EXPORT char* grab(int n);"],
      "src/unix.c": ["char* grab(int n) { return 0; }"],
      "src/win.c": ["char* grab(int n) { return 0; }"],
      "tests/a.c": ["int main(void) { return *grab(1); }"],
    });
  },
});

Deno.test({
  name: "linkC() keeps symbols of other files apart that only share the name",
  permissions: "none",
  fn: async () => {
    const texts = {
      "a.c": "typedef struct { int n; } pair;\nint f(pair *p) { return p->n; }\n",
      "b.c": "typedef struct { int m; } pair;\nint g(pair *p) { return p->m; }\n",
    };
    assertEquals(await rename(texts, ["pair", "couple"], { pointer: { path: "b.c" } }), {
      "b.c": ["typedef struct { int m; } couple;", "int g(couple *p) { return p->m; }"],
    });
    assertEquals(await rename(texts, ["pair", "couple"]), [
      "several symbols have this name",
      "a.c:1:27",
      "b.c:1:27",
    ]);
  },
});

Deno.test({
  name: "linkC() keeps a struct's tag apart from a type and a variable of the same name in C",
  permissions: "none",
  fn: async () => {
    const texts = { "a.c": "struct s { int n; };\nint f(void) { struct s s; return s.n; }\n" };
    assertEquals(await rename(texts, ["s", "t"], { pointer: { path: "a.c", line: 1 } }), {
      "a.c": ["struct t { int n; };", "int f(void) { struct t s; return s.n; }"],
    });
  },
});

Deno.test({
  name: "linkC() reads a header with the grammar of its language",
  permissions: "none",
  fn: async () => {
    const texts = {
      "a.h": "namespace n {\nclass Slice;\nvoid put(Slice* s);\n}\n",
      "a.cc": '#include "a.h"\nnamespace n {\nvoid put(Slice* s) {}\n}\n',
      "b.cc": '#include "a.h"\nvoid f(n::Slice* s) { n::put(s); other::put(s); s->put(s); }\n',
    };
    assertEquals(await rename(texts, ["put", "set"]), {
      "a.cc": ["void set(Slice* s) {}"],
      "a.h": ["void set(Slice* s);"],
      "b.cc": ["void f(n::Slice* s) { n::set(s); other::put(s); s->put(s); }"],
    });
  },
});

Deno.test({
  name: "linkC() refuses what a macro, a broken text or a function of other parameters may mean",
  permissions: "none",
  fn: async () => {
    const cases: readonly [Readonly<Record<string, string>>, readonly string[]][] = [
      [{
        "a.c":
          "#define TEST(name) int run_##name(void)\nstatic int f(void) { return 1; }\nTEST(f) { return f(); }\n",
      }, ["a macro makes another name of it", "a.c:3:6"]],
      [{ "a.c": "#define TWICE f() + f()\nint f(void) { return 1; }\n" }, [
        UNPROVEN,
        "a.c:1:15",
        "a.c:1:21",
      ]],
      [{
        "a.h": "int f(void);\n%% f %%\n",
        "a.c": '#include "a.h"\nint f(void) { return 1; }\n',
      }, ["the file has syntax errors there", "a.h:2:4"]],
      [{ "a.cc": "int f(int a) { return a; }\nint f(char* a) { return f(1); }\n" }, [
        "functions of one name are told apart by their parameters",
        "a.cc:1:5",
        "a.cc:2:5",
      ]],
      [{
        "a.h": "int f(void);\n",
        "a.c": '#include "a.h"\nint f(void) { return 1; }\n',
        "b.h": "static int g(void) { return f(); }\n",
      }, [UNPROVEN, "b.h:1:29"]],
    ];
    const main = { "a.c": "int main(void) { return 0; }\n" };
    assertEquals(await rename(main, ["main", "begin"]), [
      "the program is started by this name",
      "a.c:1:5",
    ]);
    for (const [texts, expected] of cases) {
      assertEquals(await rename(texts, ["f", "h"]), [...expected]);
    }
  },
});

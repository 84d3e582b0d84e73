import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../errors.ts";
import { isTrusted, readTrust } from "./trust.ts";

const ROOT = "/home/me/app";

Deno.test({
  name: "readTrust() takes the entries of one repository, for all linters or for some",
  permissions: "none",
  fn: () => {
    assertEquals(readTrust(["/home/me/app"], ROOT), "all");
    assertEquals(readTrust(["/home/me/app/"], ROOT), "all");
    assertEquals(
      readTrust(["eslint:/home/me/app", "go vet:/home/me/app"], ROOT),
      new Set(["eslint", "go vet"]),
    );
    assertEquals(readTrust(["eslint:/home/me/app", "/home/me/app"], ROOT), "all");
  },
});

Deno.test({
  name: "readTrust() trusts no other repository: none above, below, or with a longer name",
  permissions: "none",
  fn: () => {
    for (const path of ["/", "/home/me", "/home/me/app/sub", "/home/me/app2", "/home/me/ap"]) {
      assertEquals(readTrust([path, `eslint:${path}`], ROOT), new Set(), path);
    }
  },
});

Deno.test({
  name: "readTrust() refuses what names no absolute path",
  permissions: "none",
  fn: () => {
    for (const entry of ["app", "eslint", "./app", "eslint:app", "~/app"]) {
      assertThrows(() => readTrust([entry], ROOT), Failure, "expected the absolute path");
    }
  },
});

Deno.test({
  name: "isTrusted() goes by the name of the linter",
  permissions: "none",
  fn: () => {
    assertEquals(isTrusted("all", "eslint"), true);
    assertEquals(isTrusted(new Set(["eslint"]), "eslint"), true);
    assertEquals(isTrusted(new Set(["eslint"]), "mypy"), false);
  },
});

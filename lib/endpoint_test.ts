import { assertEquals, assertThrows } from "@std/assert";
import { parseEndpoint } from "./endpoint.ts";
import { Failure } from "./errors.ts";

Deno.test({
  name: "parseEndpoint() finds base, host, port and whether it is this machine",
  permissions: "none",
  fn: () => {
    const cases: readonly [string, string, string, number, boolean][] = [
      ["http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1", "127.0.0.1", 11434, true],
      ["http://localhost:8080", "http://localhost:8080/v1", "localhost", 8080, true],
      ["http://localhost/", "http://localhost/v1", "localhost", 80, true],
      ["http://[::1]:1/v1/", "http://[::1]:1/v1", "::1", 1, true],
      [
        "https://API.Example/openai/v1//",
        "https://api.example/openai/v1",
        "api.example",
        443,
        false,
      ],
      ["http://127.1.2.3:5/v1", "http://127.1.2.3:5/v1", "127.1.2.3", 5, true],
      ["http://a.localhost:5/v1", "http://a.localhost:5/v1", "a.localhost", 5, false],
      [
        "http://127.0.0.1.evil.example/v1",
        "http://127.0.0.1.evil.example/v1",
        "127.0.0.1.evil.example",
        80,
        false,
      ],
      ["http://0x7f000001:5/v1", "http://127.0.0.1:5/v1", "127.0.0.1", 5, true],
      ["http://0.0.0.0:5/v1", "http://0.0.0.0:5/v1", "0.0.0.0", 5, false],
      ["http://192.168.0.9:5/v1", "http://192.168.0.9:5/v1", "192.168.0.9", 5, false],
      ["http://[::ffff:127.0.0.1]:5/v1", "http://[::ffff:7f00:1]:5/v1", "::ffff:7f00:1", 5, false],
      ["http://localhost.:5/v1", "http://localhost.:5/v1", "localhost.", 5, false],
    ];
    for (const [text, baseUrl, hostname, port, isLocal] of cases) {
      const found = parseEndpoint(text);
      assertEquals(
        [text, found.baseUrl, found.hostname, found.port, found.isLocal],
        [text, baseUrl, hostname, port, isLocal],
      );
    }
  },
});

Deno.test({
  name: "parseEndpoint() takes the path of a socket",
  permissions: "none",
  fn: () => {
    for (const text of ["unix:/run/a b.sock", "unix:///run/a b.sock"]) {
      const { socketPath, isLocal, baseUrl } = parseEndpoint(text);
      assertEquals([socketPath, isLocal, baseUrl], ["/run/a b.sock", true, "http://localhost/v1"]);
    }
  },
});

Deno.test({
  name: "parseEndpoint() refuses what is no place, and does not repeat a password",
  permissions: "none",
  fn: () => {
    const texts = [
      "",
      "localhost:11434",
      "ftp://a/v1",
      "file:///etc/passwd",
      "http://",
      "http://user:secret@a/v1",
      "http://a/v1?key=secret",
      "http://a/v1#secret-not",
      "unix:relative",
      "unix:/a\0b",
    ];
    for (const text of texts) {
      const failure = assertThrows(() => parseEndpoint(text), Failure);
      assertEquals([text, failure.reason], [text, "E_USAGE"]);
      assertEquals(failure.message.includes("user:secret"), false);
    }
    assertEquals(assertThrows(() => parseEndpoint("x", "E_CONFIG"), Failure).reason, "E_CONFIG");
  },
});

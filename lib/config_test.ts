import { assertEquals, assertThrows } from "@std/assert";
import { type ConfigOwner, lookUp, parseConfig, SETTINGS } from "./config.ts";
import { Failure } from "./errors.ts";

const parse = (text: string, owner: ConfigOwner = "user") => parseConfig(text, "c.json", owner);

Deno.test({
  name: "parseConfig() reads every kind of value",
  permissions: "none",
  fn: () => {
    const values = {
      endpoint: "http://127.0.0.1:1/v1",
      keyFile: "/run/key",
      temperature: 0.2,
      seed: 7,
      insecureHttp: true,
      allowHosts: ["a", "b"],
    };
    assertEquals(Object.fromEntries(parse(JSON.stringify(values)).values), values);
  },
});

Deno.test({
  name: "parseConfig() names the line of what is wrong",
  permissions: "none",
  fn: () => {
    const messages: readonly [string, ConfigOwner, string][] = [
      ['{\n "endpoint": "x",\n "endpont": 1\n}', "user", 'line 3: "endpont" is not a known key'],
      ['{\n"model":\n"a",\n"seed": "1"}', "user", 'line 4: "seed" must be a whole number from 0'],
      [
        '{"exclude":[{"seed":1}],\n"retries": -1}',
        "user",
        'line 1: "exclude" must be a list of texts',
      ],
      [
        '{\n"endpoint": "http://evil.example/v1"}',
        "project",
        'line 2: "endpoint" is for the user\'s own file, a project can only narrow',
      ],
      ['{"keyFile": "key"}', "user", 'line 1: "keyFile" must be an absolute path'],
      ['{\n"a" 1}', "user", "line 2: it is not JSON"],
      ["[]", "user", "line 1: expected a JSON object"],
    ];
    for (const [text, owner, message] of messages) {
      const failure = assertThrows(() => parse(text, owner), Failure);
      assertEquals(failure.message, `Cannot use configuration "c.json", ${message}`);
      assertEquals(failure.reason, "E_CONFIG");
    }
  },
});

Deno.test({
  name: "lookUp() lets a project narrow, and never widen",
  permissions: "none",
  fn: () => {
    const value = (key: string, user: string, project: string) =>
      lookUp([parse(user), parse(project, "project")], key)?.value;
    assertEquals(value("budgetTokens", "{}", '{"budgetTokens":99000}'), 16_000);
    assertEquals(value("budgetTokens", "{}", '{"budgetTokens":100}'), 100);
    assertEquals(value("budgetTokens", '{"budgetTokens":500}', '{"budgetTokens":900}'), 500);
    assertEquals(value("exclude", '{"exclude":["a"]}', '{"exclude":["b"]}'), ["a", "b"]);
    assertEquals(value("localOnly", '{"localOnly":true}', '{"localOnly":false}'), true);
    assertEquals(value("localOnly", "{}", '{"localOnly":true}'), true);
    assertEquals(value("seed", "{}", "{}"), undefined);
  },
});

Deno.test({
  name: "lookUp() tells the origin",
  permissions: "none",
  fn: () => {
    const files = [
      parse('{"seed":1,"budgetTokens":2,"exclude":["a"]}'),
      parseConfig('{"budgetTokens":1,"exclude":["b"]}', ".zerostack.json", "project"),
    ];
    assertEquals(lookUp(files, "seed")?.origin, "user file c.json");
    assertEquals(lookUp(files, "budgetTokens")?.origin, "project file .zerostack.json");
    assertEquals(
      lookUp(files, "exclude")?.origin,
      "user file c.json, project file .zerostack.json",
    );
  },
});

Deno.test({
  name: "SETTINGS have unique keys, and a number for whatever has a least",
  permissions: "none",
  fn: () => {
    assertEquals(new Set(SETTINGS.map(({ key }) => key)).size, SETTINGS.length);
    const least = SETTINGS.filter(({ narrows }) => narrows === "least");
    assertEquals(least.every(({ standard }) => typeof standard === "number"), true);
  },
});

import { assertEquals } from "@std/assert";
import { findSecrets, hasRedaction, isEnvFile, redactSecrets } from "./secrets.ts";

/** Text that is random enough for no rule to take it for a placeholder, and the same each time. */
function noise(length: number, alphabet: string): string {
  let seed = 7;
  return Array.from({ length }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return alphabet[Math.floor(seed / 65536) % alphabet.length];
  }).join("");
}
const LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const HEX = "0123456789abcdef";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const SAMPLES: Readonly<Record<string, string>> = {
  "aws-access-key": "AKIA" + noise(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
  "github-token": "ghp_" + noise(36, LETTERS),
  "gitlab-token": "glpat-" + noise(20, LETTERS),
  "google-api-key": "AIza" + noise(35, LETTERS),
  "anthropic-key": "sk-ant-api03-" + noise(90, LETTERS),
  "openai-key": "sk-proj-" + noise(60, LETTERS),
  "slack-token": "xoxb-" + noise(40, "0123456789"),
  "stripe-key": "sk_live_" + noise(24, LETTERS),
  "npm-token": "npm_" + noise(36, LETTERS),
  "huggingface-token": "hf_" + noise(34, LETTERS),
  "digitalocean-token": "dop_v1_" + noise(64, HEX),
  "vault-token": "hvs." + noise(30, LETTERS),
  "grafana-token": "glc_" + noise(40, LETTERS),
  "age-key": "AGE-SECRET-KEY-1" + noise(58, CAPITALS),
  "atlassian-token": "ATATT3" + noise(60, LETTERS),
  "databricks-token": "dapi" + noise(32, HEX),
  "docker-token": "dckr_pat_" + noise(27, LETTERS),
  "doppler-token": "dp.scim." + noise(40, LETTERS),
  "figma-token": "figd_" + noise(40, LETTERS),
  "google-oauth": "GOCSPX-" + noise(28, LETTERS),
  "groq-key": "gsk_" + noise(48, LETTERS),
  "linear-key": "lin_api_" + noise(40, LETTERS),
  "newrelic-key": "NRAK-" + noise(27, CAPITALS),
  "notion-token": "ntn_" + noise(40, LETTERS),
  "planetscale-token": "pscale_tkn_" + noise(32, LETTERS),
  "postman-key": `PMAK-${noise(24, HEX)}-${noise(34, HEX)}`,
  "pulumi-token": "pul-" + noise(40, HEX),
  "pypi-token": "pypi-AgEIcHlwaS5vcmc" + noise(50, LETTERS),
  "rubygems-key": "rubygems_" + noise(48, HEX),
  "sendgrid-key": `SG.${noise(22, LETTERS)}.${noise(43, LETTERS)}`,
  "sentry-token": "sntrys_" + noise(40, LETTERS),
  "shopify-token": "shpat_" + noise(32, HEX),
  "slack-webhook": "hooks.slack.com/services/T" + noise(30, LETTERS),
  "square-token": "sq0atp-" + noise(22, LETTERS),
  "supabase-key": "sb_secret_" + noise(31, LETTERS),
  "twilio-key": "SK" + noise(32, HEX),
  "discord-token": `M${noise(23, LETTERS)}.${noise(6, LETTERS)}.${noise(27, LETTERS)}`,
  "mailchimp-key": noise(32, HEX) + "-us12",
  "telegram-token": "123498765:AA" + noise(33, LETTERS),
  "terraform-token": `${noise(14, LETTERS)}.atlasv1.${noise(60, LETTERS)}`,
};

Deno.test({
  name: "findSecrets() finds tokens that name their issuer, with rule and line",
  permissions: "none",
  fn: () => {
    for (const [rule, token] of Object.entries(SAMPLES)) {
      const text = `first line\nconst key = "${token}";\n`;
      const found = findSecrets(text).map((
        { start, end, ...rest },
      ) => [rest, text.slice(start, end)]);
      assertEquals(found, [[{ rule, line: 2, endLine: 2 }, token]]);
    }
  },
});

Deno.test({
  name: "findSecrets() finds secrets by what is around them",
  permissions: "none",
  fn: () => {
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${
      noise(64, LETTERS)
    }\n-----END RSA PRIVATE KEY-----`;
    const escaped = `"-----BEGIN PRIVATE KEY-----\\n${
      noise(64, LETTERS)
    }\\n-----END PRIVATE KEY-----"`;
    const cases = [
      ["private-key", key],
      ["private-key", escaped],
      ["aws-secret-key", `aws_secret_access_key = ${noise(40, LETTERS)}`],
      ["url-password", `postgres://app:${noise(12, LETTERS)}@db.internal/main`],
      ["npmrc-token", `//registry/:_authToken=${noise(30, LETTERS)}`],
      ["azure-key", `SharedAccessKey=${noise(43, LETTERS)}=`],
      ["netrc-password", `machine a.b login me password ${noise(9, LETTERS)}`],
      ["docker-auth", `"auth": "${noise(24, LETTERS)}"`],
      ["basic-auth", `authorization: Basic ${noise(24, LETTERS)}`],
      ["bearer-token", `AUTHORIZATION: Bearer ${noise(40, LETTERS)}`],
    ];
    for (const [rule, text] of cases) {
      assertEquals(findSecrets(text).map((secret) => secret.rule), [rule], text);
    }
  },
});

Deno.test({
  name: "findSecrets() lets placeholders, headers alone and ordinary code pass",
  permissions: "none",
  fn: () => {
    const texts = [
      "AKIAIOSFODNN7EXAMPLE",
      "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      'if (line === "-----BEGIN RSA PRIVATE KEY-----") return;',
      "postgres://user:password@localhost/db",
      "Authorization: Basic " + btoa("username:password"),
      "https://example.com:8080/path@2",
      "const token = process.env.GITHUB_TOKEN;",
      "sha512-" + noise(80, LETTERS),
      "npm_config_registry_and_other_settings_of_npm",
    ];
    for (const text of texts) assertEquals(findSecrets(text), [], text);
  },
});

Deno.test({
  name: "findSecrets() reads the values of .env files, and only of those",
  permissions: "none",
  fn: () => {
    const text = "PORT=8080\nAPI_TOKEN=q8Zr2mP0vK\nNAME=x\n";
    assertEquals(findSecrets(text, ".env.local").map(({ rule, line }) => [rule, line]), [
      ["env-value", 2],
    ]);
    assertEquals(findSecrets(text, "src/env.ts"), []);
    assertEquals([isEnvFile("a/.env"), isEnvFile(".env.example")], [true, false]);
  },
});

Deno.test({
  name: "redactSecrets() leaves nothing of a secret, and all lines where they are",
  permissions: "none",
  fn: () => {
    const key = `-----BEGIN EC PRIVATE KEY-----\n${
      noise(64, LETTERS)
    }\n-----END EC PRIVATE KEY-----`;
    const text = `a\n${key}\nb ${SAMPLES["npm-token"]} c\n`;
    const redacted = redactSecrets(text, findSecrets(text));
    assertEquals(
      redacted,
      "a\nZEROSTACK_REDACTED(private-key)\n\n\nb ZEROSTACK_REDACTED(npm-token) c\n",
    );
    assertEquals([hasRedaction(redacted), hasRedaction(text)], [true, false]);
  },
});

Deno.test({
  name: "findSecrets() finds all of a private key that is longer than most",
  permissions: "none",
  fn: () => {
    const lines = Array.from({ length: 150 }, () => noise(64, LETTERS));
    const key = ["-----BEGIN PGP PRIVATE KEY BLOCK-----", "", ...lines, "=aB3d"].join("\n");
    for (const after of ["\n-----END PGP PRIVATE KEY BLOCK-----\n", "\n(the end is missing)\n"]) {
      const text = `before\n${key}${after}${"after ".repeat(2000)}`;
      assertEquals(
        findSecrets(text).map(({ line, endLine }) => [line, endLine >= 154, endLine < 157]),
        [[2, true, true]],
      );
    }
  },
});

Deno.test({
  name: "redactSecrets() leaves nothing of a secret that holds others, or touches one",
  permissions: "none",
  fn: () => {
    const token = () => SAMPLES["npm-token"];
    const body = [noise(64, LETTERS), token(), token(), noise(64, LETTERS)].join("\n");
    const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`;
    assertEquals(
      redactSecrets(`a\n${key}\nb`, findSecrets(`a\n${key}\nb`)),
      "a\nZEROSTACK_REDACTED(private-key)\n\n\n\n\n\nb",
    );
  },
});

Deno.test({
  name: "findSecrets() takes the password of a URL and not the same word before it",
  permissions: "none",
  fn: () => {
    const word = noise(10, LETTERS) + "1";
    for (const user of [word, `${word}x`]) {
      const text = `postgres://${user}:${word}@db.internal/main`;
      assertEquals(
        redactSecrets(text, findSecrets(text)),
        `postgres://${user}:ZEROSTACK_REDACTED(url-password)@db.internal/main`,
      );
    }
  },
});

Deno.test({
  name: "findSecrets() takes time in proportion to a hostile text",
  permissions: "none",
  fn: () => {
    for (
      const piece of ["-----BEGIN A PRIVATE KEY-----\n", "aws secret ", "sk-", "a://", "a:b", "SG."]
    ) {
      findSecrets(piece.repeat(200_000 / piece.length));
    }
    findSecrets("-----BEGIN PRIVATE KEY-----\n" + "Aa: ".repeat(50_000));
    findSecrets("://" + ":".repeat(500_000));
    findSecrets("TOKEN".repeat(100_000), ".env");
    assertEquals(findSecrets(`${SAMPLES["npm-token"]} `.repeat(10_000)).length, 10_000);
  },
});

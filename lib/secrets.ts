/**
 * Finds what looks like a credential. The rules are few and precise: a match is worth stopping for.
 *
 * @module
 */

/** Something that looks like a credential. */
export interface Secret {
  /** Name of the rule that found it. */
  readonly rule: string;
  /** First unit of it in the text. */
  readonly start: number;
  /** Unit after the last one. */
  readonly end: number;
  /** Its first line in the text, from 1. */
  readonly line: number;
  /** Its last line: a private key has many. */
  readonly endLine: number;
}

/** A rule: its expression, whose first group, or else whole match, is the secret. */
interface SecretRule {
  readonly name: string;
  readonly regexp: RegExp;
}

/** Tokens that name their issuer; each expression stands between characters that are no part of it. */
const TOKEN_RULES: Readonly<Record<string, string>> = {
  "age-key": "AGE-SECRET-KEY-1[0-9A-Z]{58}",
  "anthropic-key": "sk-ant-[a-z]+\\d{2}-[\\w-]{20,}",
  "atlassian-token": "ATATT3[\\w=-]{60,}",
  "aws-access-key": "(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}",
  "databricks-token": "dapi[0-9a-f]{32}(?:-\\d)?",
  "digitalocean-token": "do[opr]_v1_[0-9a-f]{64}",
  "discord-token": "[MNO][\\w-]{23,25}\\.[\\w-]{6}\\.[\\w-]{27,38}",
  "docker-token": "dckr_(?:pat|oat)_[\\w-]{27,}",
  "doppler-token": "dp\\.(?:pt|st|ct|scim|audit)\\.[\\w.-]{40,}",
  "figma-token": "figd_[\\w-]{40,}",
  "github-token": "(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})",
  "gitlab-token": "gl(?:pat|dt|rt|ptt|agent|oas|cbt|soat|ft|imt|ffct)-[\\w.=-]{20,}",
  "google-api-key": "AIza[\\w-]{35}",
  "google-oauth": "(?:GOCSPX-[\\w-]{28}|ya29\\.[\\w-]{30,})",
  "grafana-token": "(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/]{32,}=*)",
  "groq-key": "gsk_[A-Za-z0-9]{48,}",
  "huggingface-token": "(?:hf_|api_org_)[A-Za-z0-9]{34,}",
  "linear-key": "lin_(?:api|oauth)_[A-Za-z0-9]{40,}",
  "mailchimp-key": "[0-9a-f]{32}-us\\d{1,2}",
  "newrelic-key": "NRAK-[A-Z0-9]{27}",
  "notion-token": "(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})",
  "npm-token": "npm_[A-Za-z0-9]{36}",
  "openai-key":
    "sk-(?:(?:proj|svcacct|admin|or-v1)-[\\w-]{32,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|[A-Za-z0-9]{40,})",
  "planetscale-token": "pscale_(?:tkn|pw|oauth)_[\\w.=-]{32,}",
  "postman-key": "PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
  "pulumi-token": "pul-[0-9a-f]{40}",
  "pypi-token": "pypi-AgEIcHlwaS5vcmc[\\w-]{50,}",
  "rubygems-key": "rubygems_[0-9a-f]{48}",
  "sendgrid-key": "SG\\.[\\w-]{22}\\.[\\w-]{43}",
  "sentry-token": "sntry[su]_[A-Za-z0-9+/=_]{40,}",
  "shopify-token": "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
  "slack-token": "xox[abeoprs]-(?:\\d-)?[\\w-]{16,}|xapp-\\d-[\\w-]{20,}",
  "slack-webhook": "hooks\\.slack\\.com/(?:services|workflows)/T[\\w/]{30,}",
  "square-token": "sq0(?:atp|csp)-[\\w-]{22,43}",
  "stripe-key": "(?:sk|rk)_(?:live|test)_[0-9A-Za-z]{20,}|whsec_[0-9A-Za-z]{32,}",
  "supabase-key": "sb(?:p|_secret)_[0-9A-Za-z_-]{31,}",
  "telegram-token": "\\d{8,10}:AA[\\w-]{33}",
  "terraform-token": "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{60,}",
  "twilio-key": "SK[0-9a-f]{32}",
  "vault-token": "hv[sbr]\\.[\\w-]{24,}",
};

/** Secrets that only what is around them gives away. */
const PLACED_RULES: Readonly<Record<string, RegExp>> = {
  // Up to its end if that is near, else as far as the text looks like a key: some have many pages.
  "private-key":
    /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[\s"'`+,]|\\[rn]|[A-Z][\w-]+: (?:[^\n\\]|\\(?![rn]))*(?=\n|\\[rn])){1,40}[A-Za-z0-9+/=\\]{16}(?:[\s\S]{0,6000}?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)|[A-Za-z0-9+/=\s"'`,\\#>*|]+)/dg,
  "aws-secret-key":
    /aws.{0,20}?(?:secret|sk).{0,20}?["'\s:=]{1,5}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi,
  "azure-key": /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{43,86}={1,2})/dg,
  "netrc-password": /^machine\s+\S+\s+login\s+\S+\s+password\s+(\S{6,})/dgm,
  "npmrc-token": /(?:^|:)_(?:authToken|auth|password)\s*=\s*["']?((?=[\w+/=-]*\d)[\w+/=-]{20,})/dgm,
  "docker-auth": /"auth"\s*:\s*"([A-Za-z0-9+/]{20,}={0,2})"/dg,
  "url-password":
    /\b[a-z][a-z0-9+.-]{2,20}:\/\/[\w.%+-]*:((?=[\w%+=!.~-]*\d)[\w%+=!.~-]{8,100})@[\w-]/dg,
  "basic-auth": /\bauthorization["'\s:=]{1,6}basic\s+([A-Za-z0-9+/]{16,}={0,2})/dgi,
  "bearer-token":
    /\bauthorization["'\s:=]{1,6}bearer\s+((?=[\w.-]*\d)(?=[\w.-]*[A-Z])[\w.~+/-]{30,}=*)/dgi,
};

const ENV_RULE = {
  name: "env-value",
  regexp:
    /^[ \t]*(?:export[ \t]+)?(?=[A-Z0-9_]*(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIAL|DSN))[A-Z0-9_]+[ \t]*=[ \t]*["']?([^\s"'#$<{]{8,})/dgm,
} as const;

const EDGE = "(?<![A-Za-z0-9_])";

/** Few texts need the rules, and making them takes longer than the look that tells. */
function createRules(): SecretRule[] {
  const tokens = Object.entries(TOKEN_RULES).map(([name, source]) => ({
    name,
    regexp: new RegExp(`${EDGE}(${source})(?![A-Za-z0-9_])`, "dg"),
  }));
  return [...tokens, ...Object.entries(PLACED_RULES).map(([name, regexp]) => ({ name, regexp }))];
}

/**
 * One look that tells whether a rule can match at all: most texts hold none of this. It goes as far
 * into each rule as is needed to leave ordinary words out, and begins where a word begins where it
 * can, as that leaves most of a text after one test.
 */
const HINT_REGEXP =
  /\b(?:AGE-SECRET|sk-(?:ant|proj|svcacct|admin|or-v1)-|ATATT3|A[KSBC][IC]A[A-Z2-7]{9}|dapi[0-9a-f]{9}|do[opr]_v1_|dckr_|dp\.[a-z]{2,5}\.[\w.-]{20}|figd_|github_pat_|gl(?:pat|dt|rt|ptt|agent|oas|cbt|soat|ft|imt|ffct)-|gl(?:sa|c)_|(?:gh[pousr]_|gsk_|hf_|api_org_|ntn_|secret_|npm_|sk-)[A-Za-z0-9]{20}|AIza|GOCSPX-|ya29\.|lin_(?:api|oauth)_|NRAK-|pscale_|PMAK-|pul-[0-9a-f]{9}|pypi-AgE|rubygems_|SG\.[\w-]{22}\.|sntry[su]_|shp(?:at|ca|pa|ss)_|xox[abeoprs]-|xapp-\d|hooks\.slack|sq0(?:atp|csp)-|[sr]k_(?:live|test)_|whsec_|sb(?:p|_secret)_|SK[0-9a-f]{9}|hv[sbr]\.[\w-]{9}|PRIVATE KEY|machine\s+\S+\s+login|_(?:authToken|auth|password)\s*=|[Aa][Uu][Tt][Hh]\w{9}["'\s:=]{1,6}[Bb])|\.[\w-]{6}\.[\w-]{27}|[0-9a-f]{9}-us\d|\d:AA[\w-]{9}|\.atlasv1\.|[Aa][Ww][Ss].{0,20}?[Ss][EeKk]|A(?:ccess|ccount)Key=|"auth"\s*:|:\/\/[\w.%+-]*:[\w%+=!.~-]{8,100}@/;

const ENV_FILE_REGEXP = /(?:^|\/)\.env(?:\.[\w-]+)*$|\.env$/;
const ENV_SAMPLE_REGEXP = /(?:example|sample|template|dist|defaults?|test|ci)$/i;

/** Whether a file is made to hold credentials. */
export function isEnvFile(path: string): boolean {
  return ENV_FILE_REGEXP.test(path) && !ENV_SAMPLE_REGEXP.test(path);
}

/**
 * Finds what looks like a credential.
 *
 * @param text The text.
 * @param path The file that it is from; `.env` files have a rule of their own. Absent for other text.
 * @returns What was found, in the order of the text; no two overlap.
 */
export function findSecrets(text: string, path = ""): Secret[] {
  const rules = [
    ...(HINT_REGEXP.test(text) ? createRules() : []),
    ...(isEnvFile(path) ? [ENV_RULE] : []),
  ];
  const found: Found[] = [];
  for (const { name, regexp } of rules) {
    for (const match of text.matchAll(regexp)) {
      const [start, end] = (match.indices![1] ?? match.indices![0])!;
      if (name !== "private-key" && isPlaceholder(text.slice(start, end))) continue;
      found.push({ rule: name, start, end });
    }
  }
  return withLines(text, merge(found));
}

/** A secret without its lines. */
type Found = Omit<Secret, "line" | "endLine">;

/** In the order of the text; of those that overlap, one that covers them. */
function merge(found: readonly Found[]): Found[] {
  const merged: Found[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || next.start >= last.end) merged.push(next);
    else merged[merged.length - 1] = { ...last, end: Math.max(last.end, next.end) };
  }
  return merged;
}

/** Counts the lines once for all. */
function withLines(text: string, found: readonly Found[]): Secret[] {
  let line = 1;
  let counted = 0;
  return found.map((secret) => {
    const { start, end } = secret;
    line += countNewlines(text, counted, start);
    counted = start;
    return { ...secret, line, endLine: line + countNewlines(text, start, end) };
  });
}

function countNewlines(text: string, start: number, end: number): number {
  return text.slice(start, end).split("\n").length - 1;
}

const PLACEHOLDER_REGEXP =
  /example|sample|placeholder|dummy|fake|redacted|changeme|change_me|your[-_]?|xxxx|\*{3}|\.{3}|password|passwd|secret|\btest\b|123456789|abcdefgh|(.)\1{7}/i;
const LEAST_DISTINCT = 6;

/** Whether a value is one that people write in the place of a secret. */
function isPlaceholder(value: string): boolean {
  const body = value.replace(/^(?:secret_|sb_secret_|AGE-SECRET-KEY-|[a-z]{2,}_test_)/, "");
  return PLACEHOLDER_REGEXP.test(body) || PLACEHOLDER_REGEXP.test(decodeBase64(body)) ||
    new Set(body).size < LEAST_DISTINCT;
}

/** What a value says as base64; empty when it is not. */
function decodeBase64(value: string): string {
  try {
    return atob(value);
  } catch {
    return ""; // most values are not base64, and then there is nothing more to see
  }
}

/** Puts a placeholder in the place of each secret; lines stay where they are. */
export function redactSecrets(text: string, secrets: readonly Secret[]): string {
  let result = "";
  let last = 0;
  for (const { rule, start, end } of secrets) {
    const newlines = text.slice(start, end).replace(/[^\n]+/g, "");
    result += text.slice(last, start) + `ZEROSTACK_REDACTED(${rule})${newlines}`;
    last = end;
  }
  return result + text.slice(last);
}

const REDACTION_REGEXP = /ZEROSTACK_REDACTED\([a-z-]+\)/;

/** Whether a text holds a placeholder of a secret; such a text must not become part of a file. */
export function hasRedaction(text: string): boolean {
  return REDACTION_REGEXP.test(text);
}

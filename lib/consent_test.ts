import { assertEquals, assertThrows } from "@std/assert";
import { chooseKey, type Consent, redactKey, refuseProxy, requireConsent } from "./consent.ts";
import { parseEndpoint } from "./endpoint.ts";
import { Failure, toFailure } from "./errors.ts";

const NONE: Consent = {
  allowedHosts: [],
  allowsPlainHttp: false,
  allowsProxy: false,
  isLocalOnly: false,
};
const noEnv = () => undefined;

/** The reason for which an endpoint is refused; undefined when it is allowed. */
function refusal(endpoint: string, consent: Partial<Consent>): string | undefined {
  try {
    requireConsent(parseEndpoint(endpoint), { ...NONE, ...consent });
  } catch (error) {
    return toFailure(error).reason;
  }
}

Deno.test({
  name: "requireConsent() lets nothing leave the machine that was not named, in 64 combinations",
  permissions: "none",
  fn: () => {
    let combinations = 0;
    for (const scheme of ["http", "https"]) {
      for (const host of ["127.0.0.1", "gpu.example"]) {
        for (const allowed of [[], ["gpu.example"], ["gpu.example:443"], ["other.example"]]) {
          for (const allowsPlainHttp of [false, true]) {
            for (const isLocalOnly of [false, true]) {
              combinations++;
              const consent = { allowedHosts: allowed, allowsPlainHttp, isLocalOnly };
              const isNamed = allowed[0] === "gpu.example" ||
                (allowed[0] === "gpu.example:443" && scheme === "https");
              const isFine = host === "127.0.0.1" ||
                (isNamed && !isLocalOnly && (scheme === "https" || allowsPlainHttp));
              const url = `${scheme}://${host}/v1`;
              assertEquals(
                [url, consent, refusal(url, consent)],
                [url, consent, isFine ? undefined : "E_CONSENT"],
              );
            }
          }
        }
      }
    }
    assertEquals(combinations, 64);
  },
});

Deno.test({
  name: "requireConsent() names a host as a whole, not a part of it",
  permissions: "none",
  fn: () => {
    const allowed = (host: string, url: string) =>
      refusal(url, { allowedHosts: [host] }) === undefined;
    assertEquals(allowed("gpu.example", "https://evil-gpu.example/v1"), false);
    assertEquals(allowed("gpu.example", "https://gpu.example.evil/v1"), false);
    assertEquals(allowed("gpu.example:1", "https://gpu.example:12/v1"), false);
    assertEquals(allowed("", "https://gpu.example/v1"), false);
    assertEquals(allowed("GPU.example", "https://gpu.EXAMPLE/v1"), true);
    assertEquals(allowed("[2001:db8::1]:443", "https://[2001:db8::1]/v1"), true);
    assertEquals(allowed("2001:db8::1", "https://[2001:db8::1]/v1"), true);
  },
});

Deno.test({
  name: "requireConsent() names the option that would allow it",
  permissions: "none",
  fn: () => {
    const message = (url: string, consent: Partial<Consent>) =>
      assertThrows(() => requireConsent(parseEndpoint(url), { ...NONE, ...consent }), Failure)
        .message;
    assertEquals(
      message("http://gpu.lan:8000/v1", {}),
      'Cannot send to "gpu.lan:8000": it is another machine, --allow-host gpu.lan allows it',
    );
    assertEquals(
      message("http://gpu.lan:8000/v1", { allowedHosts: ["gpu.lan"] }),
      'Cannot send to "gpu.lan:8000": it would be readable on the way, --insecure-http allows that',
    );
  },
});

Deno.test({
  name: "refuseProxy() refuses a variable that would carry the traffic, and no other",
  permissions: "none",
  fn: () => {
    const refused = (url: string, name: string, allowsProxy = false) => {
      const env = (asked: string) => asked === name ? "http://proxy.example:3128" : undefined;
      try {
        refuseProxy(parseEndpoint(url), { ...NONE, allowsProxy }, env);
        return false;
      } catch (error) {
        return toFailure(error).reason === "E_PROXY";
      }
    };
    for (const name of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) {
      assertEquals([name, refused("https://a.example/v1", name)], [name, true]);
      assertEquals(refused("https://a.example/v1", name, true), false);
      assertEquals(refused("http://127.0.0.1:1/v1", name), false, "it is not used there");
    }
    assertEquals(refused("https://a.example/v1", "HTTP_PROXY"), false);
    assertEquals(refused("http://a.example/v1", "http_proxy"), true);
    assertEquals(refused("https://a.example/v1", "NO_PROXY"), false);
  },
});

Deno.test({
  name: "chooseKey() prefers the file, and keeps OPENAI_API_KEY to a named endpoint",
  permissions: "none",
  fn: () => {
    const both = (name: string) =>
      new Map([["ZEROSTACK_API_KEY", "own"], ["OPENAI_API_KEY", "other"]]).get(name);
    const other = (name: string) => name === "OPENAI_API_KEY" ? "other" : undefined;
    const choose = (
      url: string,
      env: (name: string) => string | undefined,
      isEndpointNamed: boolean,
      fileKey?: string,
    ) => chooseKey(parseEndpoint(url), { env, isEndpointNamed, fileKey });
    assertEquals(choose("http://127.0.0.1:1", both, false, "file\n"), "file");
    assertEquals(choose("http://127.0.0.1:1", both, false), "own");
    assertEquals(choose("http://127.0.0.1:1", other, true), "other");
    assertEquals(choose("http://127.0.0.1:1", other, false), undefined);
    assertEquals(choose("https://a.example", other, true), "other");
    assertEquals(choose("http://a.example", other, true), undefined);
    assertEquals(choose("https://a.example", noEnv, true), undefined);
  },
});

Deno.test({
  name: "chooseKey() refuses a key that would break out of its header, without showing it",
  permissions: "none",
  fn: () => {
    for (const fileKey of ["", "two words", "a\r\nx-evil: 1", "gehéim"]) {
      const failure = assertThrows(
        () =>
          chooseKey(parseEndpoint("http://127.0.0.1:1"), {
            fileKey,
            env: noEnv,
            isEndpointNamed: true,
          }),
        Failure,
      );
      assertEquals(failure.message, "Cannot use the key: it is empty, or not one word of ASCII");
    }
  },
});

Deno.test({
  name: "redactKey() leaves no copy of the key",
  permissions: "none",
  fn: () => {
    assertEquals(redactKey("a sk-1 b sk-1", "sk-1"), "a [key] b [key]");
    assertEquals(redactKey('"a sk-\\"1"', 'sk-"1'), '"a [key]"');
    assertEquals(redactKey('"a sk-12..."', "sk-123456"), '"a [key]..."');
    assertEquals(redactKey("a", undefined), "a");
  },
});

import type { FlagRow } from "./command.ts";

/** The options of every command that asks a model. */
export const MODEL_FLAGS: readonly FlagRow[] = [
  {
    name: "endpoint",
    value: "URL",
    env: "ZEROSTACK_ENDPOINT",
    help: "where the model is served: http(s)://HOST:PORT/v1 or unix:/PATH; default: Ollama here",
  },
  {
    name: "model",
    value: "NAME",
    env: "ZEROSTACK_MODEL",
    help: "which model; default: the only one that is served",
  },
  {
    name: "temperature",
    value: "N",
    env: "ZEROSTACK_TEMPERATURE",
    help: "sampling temperature; default: the server's",
  },
  { name: "seed", value: "N", env: "ZEROSTACK_SEED", help: "seed of the sampling" },
  {
    name: "max-tokens",
    value: "N",
    env: "ZEROSTACK_MAX_TOKENS",
    help: "most tokens of the answer; default: the server's",
  },
  {
    name: "key-file",
    value: "FILE",
    reads: true,
    help: "read the key from FILE, which only you can read; or set ZEROSTACK_API_KEY",
  },
  {
    name: "ca-file",
    value: "FILE",
    reads: true,
    help: "trust the certificates in FILE (PEM) too",
  },
  {
    name: "allow-host",
    value: "HOST",
    many: true,
    env: "ZEROSTACK_ALLOW_HOST",
    help: "let the request go to this other machine, HOST or HOST:PORT",
  },
  { name: "insecure-http", help: "let it go to another machine without TLS" },
  { name: "allow-proxy", help: "let the proxy of HTTP_PROXY or HTTPS_PROXY carry it" },
  {
    name: "connect-timeout",
    value: "SECONDS",
    env: "ZEROSTACK_CONNECT_TIMEOUT",
    help: "longest time to connect (default 10)",
  },
  {
    name: "idle-timeout",
    value: "SECONDS",
    env: "ZEROSTACK_IDLE_TIMEOUT",
    help: "longest silence of the server (default 300)",
  },
  {
    name: "timeout",
    value: "SECONDS",
    env: "ZEROSTACK_TIMEOUT",
    help: "longest time for the whole command (default: none)",
  },
  {
    name: "retries",
    value: "N",
    env: "ZEROSTACK_RETRIES",
    help: "most tries after the first when the server is busy, from 0 to 3 (default 3)",
  },
  { name: "record", value: "FILE", writes: true, help: "add the answer to the cassette FILE" },
  {
    name: "replay",
    value: "FILE",
    reads: true,
    help: "answer from the cassette FILE, without any network",
  },
];

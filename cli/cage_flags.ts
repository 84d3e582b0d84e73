import type { FlagRow } from "./command.ts";

/** The options of every command that runs a command in a cage. */
export const CAGE_FLAGS: readonly FlagRow[] = [
  {
    name: "see",
    value: "PATH",
    many: true,
    help: "show CMD a path outside the repository; what it writes there is thrown away",
  },
  { name: "env", value: "NAME=VALUE", many: true, help: "set a variable for CMD" },
  { name: "max-memory", value: "MIB", help: "memory of CMD and all that it starts (default 8192)" },
  { name: "max-disk", value: "MIB", help: "all that CMD writes (default half of the memory)" },
  { name: "max-processes", value: "N", help: "processes and threads of CMD (default 4096)" },
  { name: "max-cpu", value: "SECONDS", help: "processor time of one process of CMD" },
  { name: "no-cage", help: "run CMD on a copy with all the rights of the user" },
];

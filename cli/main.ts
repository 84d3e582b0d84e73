/**
 * The program. This is the only place that ends the process.
 *
 * @module
 */

import { dispatch } from "./dispatch.ts";

if (import.meta.main) Deno.exit(await dispatch(Deno.args));

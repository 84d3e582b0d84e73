export { fixDiagnostics, type FixOptions, type FixResult } from "./fix_diagnostics.ts";
export { type FixInput, type FixOutput, fixStage } from "./fix_stage.ts";

export { fixDiagnostics, type FixOptions, type FixResult } from "./fix_diagnostics.ts";
export { type FixInput, type FixOutput, fixStage } from "./fix_stage.ts";
export { type Change, type Gate, makeGate } from "./gate.ts";
export { moveRecords } from "./move_records.ts";

import type { KernelShells } from "#core/simulate/vrm/shells/shell-sum.ts";
import shipped from "../../assets/shells/kernel.json" with { type: "json" };

/** The sums of shells that `npm run shells` made. */
export function kernelShells(): readonly KernelShells[] {
  return shipped.sets;
}

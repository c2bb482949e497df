import { AppError } from "#core/errors.ts";

type Call = (...numbers: number[]) => number;

/** The functions of the compiled kernel; their parameters are named in assembly/fit.ts and the files it hands on. */
export type KernelExports = Readonly<
  Record<
    | "addAtoms"
    | "atomSums"
    | "binPlanes"
    | "blurAcross"
    | "blurPlane"
    | "climb"
    | "copyBlock"
    | "countAbove"
    | "countRuns"
    | "countUpper"
    | "densities"
    | "evaluate"
    | "fill"
    | "findRuns"
    | "highest"
    | "keepLargest"
    | "keepRegions"
    | "linkRuns"
    | "lowerEdgeAtRank"
    | "moments"
    | "packPoints"
    | "pointsAbove"
    | "setImageGrid"
    | "setImageTables"
    | "subtract"
    | "sumImages"
    | "total"
    | "valueAtMass"
    | "valueAtRank",
    Call
  >
>;

/** The kernel's functions on one memory. Every thread has its own instance. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as KernelExports;
}

function abort(): never {
  throw new AppError("internal", "The WebAssembly kernel stopped.");
}

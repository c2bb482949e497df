import { AppError, unreachable } from "#core/errors.ts";
import type { FitKernel, KernelName } from "#core/kernel/fit-kernel.ts";
import type { GpuHost, GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import { createSelfTest, type SelfTest } from "#workers/kernels/select-self-test.ts";

/** What the processor offers; `create` makes its kernel on one thread, for the self-test. */
export interface CpuCandidate {
  /** Instruction set, for the reason. */
  readonly device: string;
  readonly threads: number;
  create(): FitKernel | Promise<FitKernel>;
}

/** What there is to choose from on this machine. Neither is touched unless it is needed. */
export interface KernelCandidates {
  readonly cpu: CpuCandidate;
  findGpu(): Promise<GpuLookup>;
}

/** The kernel to use and, for the log and for saved results, why. A gpu kernel comes ready to run. */
export type KernelChoice =
  | { readonly name: "reference" | "cpu"; readonly reason: string }
  | { readonly name: "gpu"; readonly kernel: FitKernel; readonly reason: string };

type Test = (kernel: FitKernel) => Promise<SelfTest>;

/** A gpu kernel that passed its self-test, or a clause that says why there is none. */
type GpuTrial =
  | {
      readonly kernel: FitKernel;
      readonly adapter: string;
      readonly milliseconds: number;
      readonly test: Test;
    }
  | { readonly kernel: null; readonly why: string };

const VALUE_TOLERANCE = 1e-4; // of the largest |sum|: single precision keeps to 1e-5
const GRADIENT_TOLERANCE = 5e-3; // rms: rounding moves points across voxel faces, where the gradient jumps

/**
 * Chooses a kernel. "auto" takes the gpu only when its adapter is real, its sums agree with the reference and
 * it is faster than all threads of the cpu kernel. "gpu" takes it however fast it is; throws `resource`, with
 * the reason, when it is missing, software or wrong.
 */
export async function selectKernel(
  wanted: KernelName | "auto",
  candidates: KernelCandidates,
): Promise<KernelChoice> {
  const { cpu } = candidates;
  const threads = `${cpu.threads} ${cpu.threads === 1 ? "thread" : "threads"}`;
  const processor = `cpu, ${cpu.device}, ${threads}`;
  switch (wanted) {
    case "reference":
      return { name: "reference", reason: "using reference, JavaScript, float64, 1 thread, as asked" };
    case "cpu":
      return { name: "cpu", reason: `using ${processor}, as asked` };
    case "gpu": {
      const trial = await tryGpu(candidates);
      if (trial.kernel === null) throw unusable(trial.why);
      return { name: "gpu", kernel: trial.kernel, reason: `using gpu, ${trial.adapter}, as asked` };
    }
    case "auto": {
      const trial = await tryGpu(candidates);
      if (trial.kernel === null) return { name: "cpu", reason: `gpu: ${trial.why}; using ${processor}` };
      const processorTime = await timeOf(cpu, trial.test).catch((thrown) => {
        trial.kernel.dispose();
        throw thrown;
      });
      const times = `${inWords(trial.milliseconds)} against ${inWords(processorTime)} in a self-test`;
      if (trial.milliseconds < processorTime) {
        return {
          name: "gpu",
          kernel: trial.kernel,
          reason: `using gpu, ${trial.adapter}, faster than ${processor} (${times})`,
        };
      }
      trial.kernel.dispose();
      return { name: "cpu", reason: `gpu: ${trial.adapter} is slower (${times}); using ${processor}` };
    }
    default:
      throw unreachable(wanted);
  }
}

async function tryGpu(candidates: KernelCandidates): Promise<GpuTrial> {
  const found = await candidates.findGpu();
  if (found.host === null) return { kernel: null, why: found.reason };
  const { name, isFallback } = found.host.describe();
  if (isFallback) return { kernel: null, why: `the only adapter is software (${name})` };
  return tryHost(found.host, name);
}

/** A graphics driver may fail in any way; whatever it throws is a reason to do without it. */
async function tryHost(host: GpuHost, adapter: string): Promise<GpuTrial> {
  let kernel: FitKernel | null = null;
  try {
    kernel = await host.createKernel();
    const test = await createSelfTest();
    const { valueError, gradientError, milliseconds } = await test(kernel);
    if (valueError <= VALUE_TOLERANCE && gradientError <= GRADIENT_TOLERANCE) {
      return { kernel, adapter, milliseconds, test };
    }
    kernel.dispose();
    const errors = `values ${valueError.toExponential(1)}, gradients ${gradientError.toExponential(1)}`;
    return { kernel: null, why: `${adapter} gives wrong sums in a self-test (relative error of ${errors})` };
  } catch (thrown) {
    kernel?.dispose();
    return { kernel: null, why: `${adapter} fails (${causeOf(thrown)})` };
  }
}

/** ms the cpu kernel needs on all its threads, which are taken to share the work perfectly. */
async function timeOf(cpu: CpuCandidate, test: Test): Promise<number> {
  const kernel = await cpu.create();
  try {
    return (await test(kernel)).milliseconds / cpu.threads;
  } finally {
    kernel.dispose();
  }
}

function inWords(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

function causeOf(thrown: unknown): string {
  const { why } = thrown instanceof AppError ? thrown.detail : {};
  if (typeof why === "string") return why;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/\.$/, "");
}

function unusable(why: string): AppError {
  return new AppError(
    "resource",
    `The gpu kernel cannot be used: ${why}. Choose the cpu kernel (--kernel cpu), or let the program choose (--kernel auto).`,
  );
}

import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import type { FitKernel } from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import type { GpuHost, GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import { type KernelCandidates, selectKernel } from "#workers/kernels/select-kernel.ts";
import { createSelfTest } from "#workers/kernels/select-self-test.ts";

/** A kernel as right as the reference that works out a few poses and, if slow, does so again and again. */
function fakeKernel(
  rounds = 0,
  spoil: (sums: Float64Array) => void = () => {},
): FitKernel & { disposed: number } {
  const kernel = createReferenceKernel();
  return {
    ...kernel,
    disposed: 0,
    async evaluate(volume, points, poses, _count, sums) {
      for (let round = 0; round <= rounds; round++) await kernel.evaluate(volume, points, poses, 8, sums);
      spoil(sums);
    },
    dispose() {
      this.disposed++;
    },
  };
}

function host(kernel: FitKernel, isFallback = false): GpuHost {
  return { describe: () => ({ name: "Test Card", isFallback }), createKernel: async () => kernel };
}

function candidates(gpu: GpuLookup, cpu = fakeKernel(), threads = 2): KernelCandidates {
  return { cpu: { device: "WASM SIMD", threads, create: () => cpu }, findGpu: async () => gpu };
}

const slow = 40; // rounds: tens of times the work, far above the noise of a busy machine

describe("the choice of a kernel", () => {
  it("asks nobody when the kernel is named", async () => {
    const untouched: KernelCandidates = {
      cpu: { device: "WASM SIMD", threads: 1, create: () => expect.fail("made a cpu kernel") },
      findGpu: () => expect.fail("looked for a gpu"),
    };
    expect(await selectKernel("cpu", untouched)).toEqual({
      name: "cpu",
      reason: "using cpu, WASM SIMD, 1 thread, as asked",
    });
    expect(await selectKernel("reference", untouched)).toMatchObject({ name: "reference" });
  });

  it("takes a real gpu that is right and faster, and lets the cpu's test kernel go", async () => {
    const gpu = fakeKernel();
    const cpu = fakeKernel(slow);
    const choice = await selectKernel("auto", candidates({ host: host(gpu) }, cpu));
    expect(choice).toMatchObject({ name: "gpu", kernel: gpu });
    expect(choice.reason).toMatch(
      /^using gpu, Test Card, faster than cpu, WASM SIMD, 2 threads \([\d.]+ ms against [\d.]+ ms in a self-test\)$/,
    );
    expect([gpu.disposed, cpu.disposed]).toEqual([0, 1]);
  });

  it("leaves a gpu that is right but slower", async () => {
    const gpu = fakeKernel(slow);
    const choice = await selectKernel("auto", candidates({ host: host(gpu) }));
    expect(choice.name).toBe("cpu");
    expect(choice.reason).toMatch(/^gpu: Test Card is slower .*; using cpu, WASM SIMD, 2 threads$/);
    expect(gpu.disposed).toBe(1);
  });

  it("takes the slower gpu when it is asked for", async () => {
    const gpu = fakeKernel(slow);
    const choice = await selectKernel("gpu", candidates({ host: host(gpu) }));
    expect(choice).toMatchObject({ name: "gpu", reason: "using gpu, Test Card, as asked" });
  });

  it.each<[string, (at: number, sum: number) => number]>([
    ["a value", (at, sum) => (at === 0 ? sum + 0.01 * Math.abs(sum) + 10 : sum)],
    ["the forces", (at, sum) => (at % 9 >= 1 && at % 9 <= 3 ? 1.02 * sum : sum)],
    ["the torques", (at, sum) => (at % 9 >= 4 && at % 9 <= 6 ? 0 : sum)],
    ["Σ V²", (at, sum) => (at % 9 === 8 ? 1.01 * sum : sum)],
    ["everything", () => 0],
    ["one number", (at, sum) => (at === 9 ? Number.NaN : sum)],
  ])("refuses a gpu that gets %s wrong", async (_, change) => {
    const gpu = fakeKernel(0, (sums) => sums.set(sums.map((sum, at) => change(at, sum))));
    const choice = await selectKernel("auto", candidates({ host: host(gpu) }, fakeKernel(slow)));
    expect(choice.reason).toMatch(/^gpu: Test Card gives wrong sums in a self-test .*; using cpu/);
    expect(gpu.disposed).toBe(1);
  });

  const unusable: [string, GpuLookup][] = [
    ["no adapter on this machine", { host: null, reason: "no adapter on this machine" }],
    ["the only adapter is software (Test Card)", { host: host(fakeKernel(), true) }],
    [
      "Test Card fails (it is on fire)",
      {
        host: {
          describe: () => ({ name: "Test Card", isFallback: false }),
          createKernel: () => Promise.reject(new Error("it is on fire.")),
        },
      },
    ],
    [
      "Test Card fails (device lost)",
      {
        host: host(
          fakeKernel(0, () => {
            throw new AppError("resource", "A sentence with advice.", { why: "device lost" });
          }),
        ),
      },
    ],
  ];

  it.each(unusable)("uses the cpu on auto: %s", async (why, lookup) => {
    expect(await selectKernel("auto", candidates(lookup))).toEqual({
      name: "cpu",
      reason: `gpu: ${why}; using cpu, WASM SIMD, 2 threads`,
    });
  });

  it.each(unusable)("refuses to go on when the gpu is asked for: %s", async (why, lookup) => {
    const failure = selectKernel("gpu", candidates(lookup));
    await expect(failure).rejects.toMatchObject({ code: "resource" });
    await expect(failure).rejects.toThrow(
      `The gpu kernel cannot be used: ${why}. Choose the cpu kernel (--kernel cpu), or let the program choose (--kernel auto).`,
    );
  });

  it("lets the gpu go when the cpu's test fails", async () => {
    const gpu = fakeKernel();
    const broken = candidates(
      { host: host(gpu) },
      fakeKernel(0, () => {
        throw new Error("no SIMD");
      }),
    );
    await expect(selectKernel("auto", broken)).rejects.toThrow("no SIMD");
    expect(gpu.disposed).toBe(1);
  });
});

describe("the self-test", () => {
  it("finds no error in the reference itself", async () => {
    expect(await (await createSelfTest())(fakeKernel())).toMatchObject({ valueError: 0, gradientError: 0 });
  });

  it("measures an error relative to the largest value, and gradients by their root mean square", async () => {
    const selfTest = await createSelfTest();
    const scaled = await selfTest(fakeKernel(0, (sums) => sums.set(sums.map((sum) => 1.5 * sum))));
    expect(scaled.valueError).toBeCloseTo(0.5, 10);
    expect(scaled.gradientError).toBeCloseTo(0.5, 10);
  });
});

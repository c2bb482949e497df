// `npm run shells` (about five minutes): decomposes the kernel of a sharp limit of resolution into shells and writes assets/shells/kernel.json.
import { writeFileSync } from "node:fs";
import { decomposeKernel } from "#core/simulate/vrm/shells/decompose-kernel.ts";
import type { KernelShells } from "#core/simulate/vrm/shells/shell-sum.ts";

/** How far the sums go, in units of d: images end at 2 to 8 d, and smoothing mixes in up to 3 d beyond. */
const REACHES = [2, 3, 4, 5, 6, 8, 11, 16];
const FILE = "assets/shells/kernel.json";

const sets: KernelShells[] = [];
console.log("| reach, d | shells | largest error of the kernel | CPU s |\n|---|---|---|---|");
for (const reach of REACHES) {
  // One shell per ripple (two ripples per d), and one more.
  for (const terms of [2 * reach, 2 * reach + 1]) {
    const before = process.cpuUsage();
    const found = decomposeKernel(reach, terms);
    const { user } = process.cpuUsage(before);
    sets.push(rounded(found));
    console.log(`| ${reach} | ${terms} | ${found.error.toExponential(2)} | ${(user / 1e6).toFixed(1)} |`);
  }
}
writeFileSync(FILE, `${lines(sets)}\n`);
console.log(`\nWrote ${FILE}.`);

/** Fifteen digits: what float64 keeps. */
function rounded({ reach, error, R, beta, C }: KernelShells): KernelShells {
  const short = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(15)));
  return { reach, error: Number(error.toPrecision(3)), R: short(R), beta: short(beta), C: short(C) };
}

/** JSON with one array per line: differences between runs are seen number by number. */
function lines(all: readonly KernelShells[]): string {
  const about =
    "(4 pi / 3) G(u) = sum C Omega(u; R, beta) on 0 <= u <= reach; G is the transform of the unit ball, u = r / d. Made by `npm run shells`.";
  const items = all.map((set) => {
    const entries = Object.entries(set).map(([key, value]) => `    "${key}": ${JSON.stringify(value)}`);
    return `  {\n${entries.join(",\n")}\n  }`;
  });
  return `{\n"about": ${JSON.stringify(about)},\n"sets": [\n${items.join(",\n")}\n]\n}`;
}

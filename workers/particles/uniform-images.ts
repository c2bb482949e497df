import { AppError } from "#core/errors.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import type { StackFile } from "#workers/particles/stack-files.ts";

/**
 * The one image and pixel size of a set. Throws `input` where stacks or optics groups differ, images are not square, or a
 * particle's image is beyond the end of its stack.
 */
export function uniformImages(
  { stack, image, optics }: ParticleSet,
  stacks: readonly StackFile[],
): { size: number; pixelSize: number } {
  const [{ stack: first, path }] = stacks;
  const odd = stacks.find((other) => other.stack.width !== first.width || other.stack.height !== first.width);
  if (odd) {
    throw new AppError(
      "input",
      `All images must be square and of one size: ${path} has ${first.width} × ${first.height} pixels, ${odd.path} ${odd.stack.width} × ${odd.stack.height}.`,
    );
  }
  const pixelSizes = optics.map(({ pixelSize }) => pixelSize);
  if (Math.max(...pixelSizes) / Math.min(...pixelSizes) > 1.0001) {
    throw new AppError(
      "input",
      `The optics groups have different pixel sizes (${pixelSizes.join(", ")} Å): scale the images to one first.`,
      { pixelSizes },
    );
  }
  for (let row = 0; row < stack.length; row++) {
    const { stack: own, path: name } = stacks[stack[row]];
    if (image[row] < own.count) continue;
    throw new AppError(
      "input",
      `Row ${row + 1} asks for image ${image[row] + 1} of ${name}, which has ${own.count}: the star file does not belong to this stack.`,
      { row, image: image[row] + 1, count: own.count },
    );
  }
  return { size: first.width, pixelSize: pixelSizes[0] };
}

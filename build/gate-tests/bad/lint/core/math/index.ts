// refused: noBarrelFile
export { sum } from "#core/math/sum.ts";

// refused: core-is-pure
import "node:fs";

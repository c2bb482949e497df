// refused: core-order-math
import "#core/volume/grid.ts";

// refused: core-order-format-simulate-surface-kernel
import "#core/fit/fit.ts";

// refused: core-order-errors-job
import "#core/math/sum.ts";

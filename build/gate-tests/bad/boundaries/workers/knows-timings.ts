// refused: no-e2e-in-product
import "../e2e/timing/bench.ts";

// refused: no-test-code-in-product
import "./sum.test.ts";

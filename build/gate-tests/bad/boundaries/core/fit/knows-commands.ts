// refused: core-order-demo-fit-gmm-learned-validate-refine
import "#core/command/help.ts";

// refused: core-order-demo-fit-gmm-learned
import "#core/command/help.ts";

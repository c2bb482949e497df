// refused: core-order-composite-identify-particles
import "#core/command/help.ts";

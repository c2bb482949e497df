// refused: core-order-volume-structure
import "#core/format/mrc.ts";

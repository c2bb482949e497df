// refused: hosts-below-window
import "../renderer/panels/computes.ts";

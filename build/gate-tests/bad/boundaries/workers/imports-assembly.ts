// refused: assembly-is-compiled
import "./kernels/wasm/assembly/fit.ts";

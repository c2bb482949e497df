// refused: gpu-in-kernels
import "gpu.js";

// refused: no-unresolved
import "#core/math/gone.ts";

// refused: desktop-without-science
import "#core/fit/fit.ts";

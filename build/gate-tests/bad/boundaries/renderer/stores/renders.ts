// refused: no-react-below-panels
import "react";

// refused: molstar-behind-its-adapter
import "molstar";

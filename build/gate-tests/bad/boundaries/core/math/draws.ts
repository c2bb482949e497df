// refused: core-is-pure
import "three";

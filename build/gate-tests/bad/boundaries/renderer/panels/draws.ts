// refused: three-in-scene
import "three";

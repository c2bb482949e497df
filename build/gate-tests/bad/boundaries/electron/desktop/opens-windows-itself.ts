// refused: electron-in-main
import "electron";

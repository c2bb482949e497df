// refused: window-asks-desktop
import "#electron/files.ts";

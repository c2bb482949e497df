// refused: cli-without-desktop
import "#electron/main.ts";

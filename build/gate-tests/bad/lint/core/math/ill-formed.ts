// refused: format
export const two =
   2

// refused: useFilenamingConvention
export const one = 1;

// refused: core-folder-has-a-place
export const anything = 1;

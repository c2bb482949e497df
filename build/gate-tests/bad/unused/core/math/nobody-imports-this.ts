// refused: files
export const lonely = 1;

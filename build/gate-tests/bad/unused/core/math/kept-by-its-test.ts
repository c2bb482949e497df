// refused: exports in production
export const kept = 1;
export const onlyTested = 2;

// refused: TS2304
setTimeout(() => {}, 1);

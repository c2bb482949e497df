// refused: noUndeclaredVariables
console.log(readFileSync("package.json"));

// refused: noDefaultExport, noEnum, noExplicitAny, noNonNullAssertion, noConsole, noUnusedExpressions
enum Axis {
  X,
}
export default function first(values: any[] | undefined): unknown {
  console.log(Axis.X);
  values;
  return values!.at(0);
}

// refused: noUnusedImports, noUnusedVariables, useImportType
import { AppError } from "#core/errors.ts";
import { sum } from "#core/math/sum.ts";

export function count(error: AppError): number {
  const unused = 1;
  return error.message.length;
}

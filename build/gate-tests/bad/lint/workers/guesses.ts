// refused: noUndeclaredDependencies, useImportExtensions
import { readThings } from "some-package-nobody-declared";
import { fit } from "../core/fit/fit";

export const result = [readThings, fit];

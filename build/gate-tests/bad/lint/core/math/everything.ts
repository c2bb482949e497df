// refused: noReExportAll
export * from "#core/math/sum.ts";

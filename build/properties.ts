import fc from "fast-check";

/**
 * Properties are tried on the same examples in every run, so that a failure is always the change's own. To look for
 * new counterexamples: `PROPERTY_SEED=random npm test`, or a number that a failure printed.
 */
const asked = process.env["PROPERTY_SEED"] ?? "20240229";
if (asked !== "random") fc.configureGlobal({ seed: Number(asked) });

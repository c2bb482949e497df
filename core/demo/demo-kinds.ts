/** One model into one map; a complex of three chains; a noisy map of two domains among five that could be in it. */
export const DEMO_KINDS = ["one", "complex", "domains"] as const;
export type DemoKind = (typeof DEMO_KINDS)[number];

/** How the density of one atom of weight 1 falls with the distance from it. */
export type Profile = GaussianProfile | PowerProfile;

/** peak · exp(−r² ⁄ 2 sigma²) up to `reach`. */
export interface GaussianProfile {
  readonly shape: "gaussian";
  /** Å. */
  readonly sigma: number;
  /** Density at the centre. */
  readonly peak: number;
  /** Å. */
  readonly reach: number;
}

/** peak · (1 − ½ (r ⁄ half)^power) up to `reach`, where it is 0: half of the peak is left at `half`. */
export interface PowerProfile {
  readonly shape: "power";
  readonly power: number;
  /** Å. */
  readonly half: number;
  readonly peak: number;
  /** Å. */
  readonly reach: number;
}

/** The density at a distance r (Å), 0 beyond the reach. */
export function profileAt(profile: Profile, r: number): number {
  if (r > profile.reach) return 0;
  if (profile.shape === "gaussian") return profile.peak * Math.exp((-r * r) / (2 * profile.sigma ** 2));
  return profile.peak * Math.max(0, 1 - 0.5 * (r / profile.half) ** profile.power);
}

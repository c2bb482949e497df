// refused: TS2322
type VolumeId = string & { readonly kind: "volume" };
type StructureId = string & { readonly kind: "structure" };

/** Two kinds of names must not be exchangeable. */
export function confuse(id: StructureId): VolumeId {
  return id;
}

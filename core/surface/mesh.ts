/** A triangle mesh in Å, ready for the graphics card. */
export interface Mesh {
  /** xyz per vertex, Å. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Unit normals, xyz per vertex, pointing outwards: of an isosurface, to lower density. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** Three vertices per triangle, counter-clockwise when seen from outside. */
  readonly indices: Uint32Array<ArrayBuffer>;
}

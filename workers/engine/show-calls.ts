import { mapImageOf } from "#core/surface/map-image.ts";
import { modelShape } from "#core/surface/model-shape.ts";
import { planeOf } from "#core/surface/plane.ts";
import { giveMesh } from "#workers/engine/contour-calls.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { Params, Result } from "#workers/protocol.ts";

export function plane(
  session: Session,
  { map, axis, index }: Params<"plane">,
  { give }: CallContext<"plane">,
): Result<"plane"> {
  const result = planeOf(session.map(map).volume, axis, index);
  give(result.values.buffer);
  return result;
}

export function mapImage(
  session: Session,
  { map, region }: Params<"mapImage">,
  { give }: CallContext<"mapImage">,
): Result<"mapImage"> {
  const result = mapImageOf(session.map(map).volume, region);
  give(result.values.buffer);
  return result;
}

export function shape(
  session: Session,
  { model }: Params<"shape">,
  { give }: CallContext<"shape">,
): Result<"shape"> {
  const result = modelShape(session.model(model).structure);
  giveMesh(result.mesh, give);
  const { labels, chains, atomNames, mesh, ...arrays } = result;
  for (const { buffer } of Object.values(arrays)) give(buffer);
  return result;
}

import {
  type Camera,
  DoubleSide,
  type Material,
  type Mesh,
  PerspectiveCamera,
  Plane,
  ShaderMaterial,
  Vector3,
  Vector4,
  type WebGLRenderer,
} from "three";
import {
  CASTER_FRAGMENT,
  type ImpostorKind,
  impostorCasterMaterial,
} from "#renderer/scene/impostor-material.ts";

/** A surface lies this many pixels of the depth map farther from the lamp per unit of its slope, so that none shades itself. */
const SLOPE = 3;

/** Lets a mesh throw shadows and receive them; `caster` is what it is drawn with for the lamp. */
export function throwShadows(mesh: Mesh, caster: ShaderMaterial = meshCaster): void {
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  mesh.customDepthMaterial = caster;
  mesh.onBeforeShadow = prepare;
}

/** What balls or sticks are drawn with for the lamp. */
export function impostorCaster(kind: ImpostorKind): ShaderMaterial {
  return impostorCasterMaterial(kind, uniforms(), SLOPE);
}

const meshCaster = new ShaderMaterial({
  uniforms: uniforms(),
  side: DoubleSide,
  polygonOffset: true,
  polygonOffsetFactor: SLOPE,
  polygonOffsetUnits: 1,
  vertexShader: `
    varying vec3 place;
    void main() {
      vec4 seen = modelViewMatrix * vec4(position, 1.0);
      place = seen.xyz;
      gl_Position = projectionMatrix * seen;
    }`,
  fragmentShader: `
    varying vec3 place;
    ${CASTER_FRAGMENT}
    void main() {
      keepSeen(place);
      gl_FragColor = vec4(1.0);
    }`,
});

function uniforms() {
  return { cut: { value: new Vector4() }, texel: { value: 0 } };
}

/** What the near plane takes from the view throws no shadow either. */
function prepare(
  renderer: WebGLRenderer,
  _mesh: unknown,
  eye: Camera,
  lamp: Camera,
  _geometry: unknown,
  material: Material,
): void {
  if (!(material instanceof ShaderMaterial) || !(eye instanceof PerspectiveCamera)) return;
  const { cut, texel } = material.uniforms;
  const forward = eye.getWorldDirection(new Vector3());
  const start = new Vector3().setFromMatrixPosition(eye.matrixWorld).addScaledVector(forward, eye.near);
  const plane = new Plane()
    .setFromNormalAndCoplanarPoint(forward, start)
    .applyMatrix4(lamp.matrixWorldInverse);
  if (cut) cut.value.set(plane.normal.x, plane.normal.y, plane.normal.z, plane.constant);
  if (texel && lamp instanceof PerspectiveCamera) {
    const height = renderer.getRenderTarget()?.height ?? 1;
    texel.value = (lamp.near + lamp.far) / ((lamp.projectionMatrix.elements[5] ?? 1) * height);
  }
  material.uniformsNeedUpdate = true;
}

import { BackSide, FrontSide, type IUniform, MeshStandardMaterial, ShaderMaterial } from "three";
import {
  BALL_FRAGMENT,
  BALL_VERTEX,
  HIT_DEPTH,
  STICK_FRAGMENT,
  STICK_VERTEX,
} from "#renderer/scene/impostor-shaders.ts";

export type ImpostorKind = "ball" | "stick";

const PARTS = {
  ball: { vertex: BALL_VERTEX, fragment: BALL_FRAGMENT, side: FrontSide },
  stick: { vertex: STICK_VERTEX, fragment: STICK_FRAGMENT, side: BackSide },
} as const;

/** Between the planes whatever the quad does: the pixel's own depth is written. */
const PROJECT = "gl_Position = projectionMatrix * mvPosition;\n gl_Position.z = 0.0;";

/** A lit material for instanced balls or sticks; attribute `tint` is the colour, for sticks of the first end, `tint2` of the second. */
export function impostorMaterial(kind: ImpostorKind): MeshStandardMaterial {
  const part = PARTS[kind];
  const material = new MeshStandardMaterial({
    roughness: 0.45,
    side: part.side,
    shadowSide: part.side,
  });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace("void main() {", `${TINT_VERTEX[kind]}\n${part.vertex}\nvoid main() {\n ${PASS_TINT[kind]}`)
      .replace(
        "#include <project_vertex>",
        `vec4 mvPosition = place(modelViewMatrix, position);\n ${PROJECT}`,
      )
      .replace("#include <fog_vertex>", `#ifdef USE_FOG\n vFogDepth = -${MIDDLE[kind]}.z;\n#endif`);
    shader.fragmentShader = shader.fragmentShader
      .replace(
        "void main() {",
        `${TINT_FRAGMENT[kind]}\n${part.fragment}\n${HIT_DEPTH}\nvoid main() {\n meet();\n writeDepth();\n ${FIND_SHADED}`,
      )
      .replace("#include <shadowmap_pars_fragment>", SHADED_WHERE_HIT)
      .replace("#include <color_fragment>", `diffuseColor.rgb *= ${OWN_TINT[kind]};`)
      .replace(
        "#include <normal_fragment_begin>",
        "float faceDirection = 1.0;\n vec3 normal = facing;\n vec3 nonPerturbedNormal = normal;",
      );
  };
  material.customProgramCacheKey = () => `impostor ${kind}`;
  return material;
}

/** Writes (object, part, depth of the window, 1) of balls or sticks: which is under a pixel. Part: instance, for sticks 2 · instance + end. */
export function impostorIdMaterial(kind: ImpostorKind): ShaderMaterial {
  const part = PARTS[kind];
  return new ShaderMaterial({
    uniforms: { object: { value: 0 } },
    side: part.side,
    vertexShader: `${part.vertex}
      flat varying int vPart;
      void main() {
        vPart = gl_InstanceID;
        vec4 mvPosition = place(modelViewMatrix, position);
        ${PROJECT}
      }`,
    fragmentShader: `${part.fragment}${HIT_DEPTH}
      uniform float object;
      flat varying int vPart;
      void main() {
        meet();
        writeDepth();
        float part = float(vPart)${kind === "stick" ? " * 2.0 + side" : ""};
        gl_FragColor = vec4(object, part, gl_FragDepth, 1.0);
      }`,
  });
}

/** Needs uniforms `cut` (plane that what is seen lies in front of, frame of the lamp) and `texel` (Å of a pixel of the depth map). */
export const CASTER_FRAGMENT = /* glsl */ `
  uniform vec4 cut;
  uniform float texel;
  void keepSeen(vec3 place) {
    if (dot(cut.xyz, place) + cut.w < 0.0) discard;
  }`;

/** Writes the depths of balls or sticks as the lamp sees them, pushed away by `slope` pixels per unit of their slope. */
export function impostorCasterMaterial(
  kind: ImpostorKind,
  uniforms: Record<string, IUniform>,
  slope: number,
): ShaderMaterial {
  const part = PARTS[kind];
  return new ShaderMaterial({
    uniforms,
    vertexShader: `${part.vertex}
      void main() {
        vec4 mvPosition = place(modelViewMatrix, position);
        ${PROJECT}
      }`,
    fragmentShader: `${part.fragment}${HIT_DEPTH}${CASTER_FRAGMENT}
      void main() {
        meet();
        keepSeen(hit);
        float upright = clamp(facing.z, 0.15, 1.0);
        hit.z -= texel * ${slope.toFixed(1)} * sqrt(1.0 - upright * upright) / upright;
        writeDepth();
        gl_FragColor = vec4(1.0);
      }`,
  });
}

/** Shadows fall where the ray meets the true surface, not on the quad or box around it. */
const SHADED_WHERE_HIT = `#include <shadowmap_pars_fragment>
  #if defined( USE_SHADOWMAP ) && NUM_DIR_LIGHT_SHADOWS > 0
    uniform mat4 directionalShadowMatrix[ NUM_DIR_LIGHT_SHADOWS ];
    vec4 shadedWhereHit[ NUM_DIR_LIGHT_SHADOWS ];
    #define vDirectionalShadowCoord shadedWhereHit
  #endif`;
const FIND_SHADED = `
  #if defined( USE_SHADOWMAP ) && NUM_DIR_LIGHT_SHADOWS > 0
    shadedWhereHit[ 0 ] = directionalShadowMatrix[ 0 ] * (inverse(viewMatrix) * vec4(hit, 1.0));
  #endif`;

const TINT_VERTEX = {
  ball: "attribute vec3 tint;\n varying vec3 vTint;",
  stick: "attribute vec3 tint;\n attribute vec3 tint2;\n varying vec3 vTint;\n varying vec3 vTint2;",
} as const;
const PASS_TINT = { ball: "vTint = tint;", stick: "vTint = tint;\n vTint2 = tint2;" } as const;
const TINT_FRAGMENT = {
  ball: "varying vec3 vTint;",
  stick: "varying vec3 vTint;\n varying vec3 vTint2;",
} as const;
const OWN_TINT = { ball: "vTint", stick: "mix(vTint, vTint2, side)" } as const;
const MIDDLE = { ball: "vCentre", stick: "vFrom" } as const;

import { BackSide, FrontSide, MeshStandardMaterial, ShaderMaterial } from "three";
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
  const material = new MeshStandardMaterial({ roughness: 0.45, side: part.side });
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
        `${TINT_FRAGMENT[kind]}\n${part.fragment}\n${HIT_DEPTH}\nvoid main() {\n meet();\n writeDepth();`,
      )
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

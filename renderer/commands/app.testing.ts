import { AppError } from "#core/errors.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { REFINE_DEFAULTS } from "#core/particles/refine-state.ts";
import type { MenuChoice } from "#electron/protocol.ts";
import type { App } from "#renderer/commands/app.ts";
import { History } from "#renderer/commands/history.ts";
import { releaser } from "#renderer/commands/releaser.ts";
import { executeLine } from "#renderer/commands/run-line.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { createFitsStore } from "#renderer/stores/fits.ts";
import { createHelpStore } from "#renderer/stores/help.ts";
import { createHistoryStore } from "#renderer/stores/history.ts";
import { createIdentifyStore } from "#renderer/stores/identify.ts";
import { createJobsStore } from "#renderer/stores/jobs.ts";
import { createJudgedStore } from "#renderer/stores/judged.ts";
import { createLogStore } from "#renderer/stores/log.ts";
import { createParticlesStore } from "#renderer/stores/particles.ts";
import { createProjectStore } from "#renderer/stores/project.ts";
import { createResultsStore } from "#renderer/stores/results.ts";
import { createSceneStore } from "#renderer/stores/scene.ts";
import { createScoresStore } from "#renderer/stores/scores.ts";
import { createSelectionStore } from "#renderer/stores/selection.ts";
import { createSettingsStore } from "#renderer/stores/settings.ts";
import { createStageStore } from "#renderer/stores/stage.ts";
import { createStartStore } from "#renderer/stores/start.ts";
import type { CallOptions, EngineClient } from "#workers/client.ts";
import type {
  CallName,
  MapSummary,
  MeshBuffers,
  ModelId,
  ModelSummary,
  Params,
  Result,
  VolumeId,
} from "#workers/protocol.ts";

type Answers = { [C in CallName]?: (params: Params<C>) => Result<C> | Promise<Result<C>> };

/** The window without a screen: a stand-in for the engine that answers at once, and notes of what was asked. */
export interface TestBench {
  readonly app: App;
  /** Calls of the engine in order: name and parameters. */
  readonly calls: { readonly name: CallName; readonly params: unknown }[];
  /** What the host was given to save: name and contents. */
  readonly saved: { readonly name: string; readonly content: unknown }[];
  /** What the scene was told. */
  readonly viewed: string[];
  /** Replaces answers. */
  readonly answer: (answers: Answers) => void;
  /** What the user would choose in the next open dialog. */
  readonly pick: (files: readonly OpenableFile[]) => void;
  /** Files opened from outside the window. */
  readonly openOutside: (files: readonly OpenableFile[]) => void;
  readonly choose: (choice: MenuChoice) => void;
  /** The command lines of the log. */
  readonly said: () => string[];
}

export const MESH: MeshBuffers = {
  positions: new Float32Array(9),
  normals: new Float32Array(9),
  indices: Uint32Array.of(0, 1, 2),
};

/** `real`: an engine to ask instead of the stand-in. */
export function createBench(real?: EngineClient): TestBench {
  const calls: TestBench["calls"] = [];
  const saved: TestBench["saved"] = [];
  const viewed: string[] = [];

  let answers: Answers = defaultAnswers();
  let picked: readonly OpenableFile[] = [];
  let hostOpens: Parameters<App["host"]["onOpen"]>[0] = () => {};
  let menuChooses: Parameters<App["host"]["onMenu"]>[0] = () => {};
  const engine: EngineClient = {
    async call<C extends CallName>(name: C, params: Params<C>, options?: CallOptions<C>): Promise<Result<C>> {
      calls.push({ name, params });
      if (real) return real.call(name, params, options);
      const answer = answers[name] as ((given: Params<C>) => Result<C>) | undefined;
      if (!answer) throw new Error(`The test has no answer to ${name}.`);
      return answer(params);
    },
    async resume() {
      throw new AppError("input", "This fit ended with the program that ran it.", { isLost: true });
    },
  };
  const stores = {
    scene: createSceneStore(),
    selection: createSelectionStore(),
    fits: createFitsStore({ shift: FIT_DEFAULTS.clusterShift, angle: FIT_DEFAULTS.clusterAngle }),
    results: createResultsStore(),
    scores: createScoresStore(),
    judged: createJudgedStore(),
    stage: createStageStore(),
    project: createProjectStore(),
    identify: createIdentifyStore(),
    particles: createParticlesStore(REFINE_DEFAULTS),
    jobs: createJobsStore(),
    log: createLogStore(),
    start: createStartStore(),
    help: createHelpStore(),
    history: createHistoryStore(),
    settings: createSettingsStore({}),
  };
  const app: App = {
    stores,
    engine,
    host: {
      startFiles: [],
      pickFiles: async () => picked,
      droppedFile: () => testFile("dropped.mrc"),
      onOpen: (listener) => {
        hostOpens = listener;
      },
      onMenu: (listener) => {
        menuChooses = listener;
      },
      saveFile: async (name, content) => void saved.push({ name, content }),
      resizeWindow: async () => false,
      copyText: async (content) => void saved.push({ name: "clipboard", content }),
      showTitle: () => {},
      goToSession: (id) => void viewed.push(`session ${id}`),
      readSetting: () => undefined,
      writeSetting: () => {},
    },
    view: {
      setSurface: (map, n, shape) => void viewed.push(`${shape ? "surface" : "no surface"} ${map} ${n}`),
      setPlane: (map, axis, { index }) => void viewed.push(`plane ${map} ${axis} ${index}`),
      setImage: (map, { grid }) => void viewed.push(`image ${map} ${grid.size.join("×")}`),
      setShape: (model) => void viewed.push(`shape ${model}`),
      setPreview: (mesh) => void viewed.push(mesh ? "preview" : "no preview"),
      keepOnly: () => {},
      sphereOf: () => ({ centre: [1, 2, 3], radius: 50 }),
      fill: (_, { padding, upright }) => void viewed.push(`fill ${padding}${upright ? " upright" : ""}`),
      fillAll: ({ padding, upright }) => void viewed.push(`fill ${padding}${upright ? " upright" : ""}`),
      everyFrame: (frames, step, ended) => {
        for (let n = 0; n < Math.min(frames, 100); n++) step(n);
        ended?.();
      },
      measure: async () => ({ rate: 60, triangles: 1234 }),
      motionsEnded: async () => {},
      stopMotion: () => void viewed.push("stop"),
      pixelSize: () => 0.5,
      size: () => ({ width: 800, height: 600 }),
      placeCamera: ({ position }) => void viewed.push(`at ${position.join(",")}`),
      viewAll: (specs) => void viewed.push(`view ${specs?.join(",") ?? "all"}`),
      currentCamera: () => ({ orientation: [0, 0, 0, 1], position: [0, 0, 100] }),
      setCamera: ({ position }) => void viewed.push(`camera ${position.join(",")}`),
      pivot: () => [0, 0, 0],
      extent: () => 50,
      orient: () => void viewed.push("orient"),
      viewInitial: () => void viewed.push("view initial"),
      turn: (axis, degrees) => void viewed.push(`turn ${axis.join(",")} ${degrees}`),
      move: (axis, distance) => void viewed.push(`move ${axis.join(",")} ${distance}`),
      zoom: (factor) => void viewed.push(`zoom ${factor}`),
      snapshot: async () => new Blob(["picture"]),
    },
    history: new History(stores.history, releaser(engine)),
    files: new Map(),
    running: new Map(),
    execute: (line) => executeLine(app, line),
  };
  return {
    app,
    calls,
    saved,
    viewed,
    answer: (more) => {
      answers = { ...answers, ...more };
    },
    pick: (files) => {
      picked = files;
    },
    openOutside: (files) => hostOpens(files),
    choose: (choice) => menuChooses(choice),
    said: () =>
      stores.log
        .getState()
        .lines.filter(({ kind }) => kind === "command")
        .map(({ text }) => text),
  };
}

/** A file whose bytes do not matter. */
export function testFile(name: string): OpenableFile {
  const kind = /\.mrc$/.test(name)
    ? "map"
    : /\.(pdb|cif)$/.test(name)
      ? "model"
      : /\.json$/.test(name)
        ? "errors"
        : "other";
  return { name, kind: async () => kind, source: async () => ({ name, bytes: new Uint8Array(4) }) };
}

/** A motion by a shift only. */
function shifted(x: number, y = 0, z = 0): Rigid {
  return { ...IDENTITY, shift: [x, y, z] };
}

/** A result with placements at these shifts along x, at falling scores; the first is right. */
export function fitResult(
  name: string,
  placements: readonly { x: number; score: number; hits: number }[],
): FitResult {
  return {
    name,
    atoms: 100,
    starts: 1000,
    verdict: { kind: "clear", label: "clear", sentence: "Rank 1 leads.", sites: 1, gap: 0.3, z: 9, hits: 5 },
    clusters: [],
    placements: placements.map(({ x, score, hits }) => ({
      placement: {
        motion: shifted(x),
        scores: {
          correlation: score,
          correlationAboutMean: score,
          overlap: 1,
          averageDensity: score,
          inside: score,
        },
      },
      hits,
    })),
    warnings: [],
    seconds: { prepare: 0.1, search: 0.2, refine: 0.1 },
  };
}

function defaultAnswers(): Answers {
  let maps = 0;
  let models = 0;
  const map = (name: string) => mapSummary(`v${++maps}`, name);
  return {
    openMap: (source) => map("name" in source ? source.name : "host.mrc"),
    openModel: (source) => ({
      models: [modelSummary(`m${++models}`, "name" in source ? source.name : "host.pdb")],
    }),
    openErrors: () => ({ models: [`m${models}` as ModelId], residues: 100 }),
    close: () => ({ closed: true }),
    noteRecent: () => ({ id: "0" }),
    keepRecentPicture: () => ({}),
    plane: () => ({ width: 10, height: 10, values: new Float32Array(100) }),
    contour: ({ step }) => ({ mesh: MESH, step: step || 1, enclosedVolume: 10 }),
    clashes: ({ motions }) => ({ atoms: motions.map(() => 7) }),
    fit: ({ models: ids }) => ({
      setup: {
        level: { value: 0.5, reason: "1 % of the voxels" },
        resolution: { value: 4, reason: "given" },
        minIsland: { value: 10, reason: "default" },
        score: { value: "vrm", reason: "default" },
        kernel: "reference",
        device: "test",
        threads: 1,
        seed: 1,
      },
      reach: 10,
      results: ids.map((model) => ({ model, result: fitResult(model, PLACEMENTS) })),
      failed: [],
      chains: [],
      warnings: [],
      seconds: 0.4,
    }),
    previewZero: () => ({ mesh: MESH, explained: 0.4 }),
    zero: ({ name }) => ({ map: map(name), explained: 0.4 }),
    simulate: () => map("simulated"),
    simulateImages: () => ({ map: map("simulated"), reasons: ["Images end at 2 × the resolution."] }),
    refine: ({ motion }) => ({
      motion: { ...motion, shift: [motion.shift[0] + 1, motion.shift[1], motion.shift[2]] },
      averageDensity: 1,
      inside: 0.9,
      correlation: 0.8,
      correlationAboutMean: 0.7,
    }),
    writeMap: () => ({ bytes: new Uint8Array(3) }),
    writeModels: () => ({ bytes: new Uint8Array(5) }),
  };
}

/** Two within 3 Å of each other, then two apart from them. */
const PLACEMENTS = [
  { x: 0, score: 0.9, hits: 5 },
  { x: 2, score: 0.85, hits: 3 },
  { x: 20, score: 0.4, hits: 2 },
  { x: 40, score: 0.3, hits: 1 },
];

export function mapSummary(id: string, name: string): MapSummary {
  const grid = { size: [10, 10, 10], origin: [0, 0, 0], voxelSize: [1, 1, 1] } as const;
  return {
    id: id as VolumeId,
    name,
    grid,
    min: -1,
    max: 3,
    mean: 0,
    sd: 0.5,
    histogram: { start: -1, binWidth: 1, counts: Uint32Array.of(400, 500, 90, 10) },
    level: { value: 1, reason: "1 % of the voxels lie above it" },
    description: {} as MapSummary["description"],
    warnings: [],
  };
}

/** A model of one protein chain. */
export function modelSummary(id: string, name: string): ModelSummary {
  return {
    id: id as ModelId,
    name,
    chains: ["A"],
    residues: 12,
    atoms: 100,
    resolution: 4,
    centre: [0, 0, 0],
    radius: 10,
    description: {
      mass: 100,
      chains: [{ id: "A", polymer: "protein", residues: 12, atoms: 100 }],
    } as unknown as ModelSummary["description"],
    warnings: [],
  };
}

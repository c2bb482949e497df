import { colorByResolution } from "#renderer/commands/color-by-resolution.ts";
import { simulateImages } from "#renderer/commands/image-map.ts";
import { simulateMap } from "#renderer/commands/molmap.ts";
import { wholeModel } from "#renderer/commands/named.ts";
import { useRun } from "#renderer/panels/app/context.ts";
import { ModelMapFields } from "#renderer/panels/modelmap/ModelMapFields.tsx";
import { type ModelMapPlan, useModelMap } from "#renderer/panels/modelmap/use-model-map.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";

/** The density a model would have: what will be made, of what, and why so. */
export function ModelMapPanel() {
  const { plan, setChains, setLocal } = useModelMap();
  const run = useRun();
  if (!plan) {
    return (
      <div className="panel">
        <p className="section hint">
          Open a model. Its density at the resolution of a map, or at a resolution of your choice, is made
          here.
        </p>
      </div>
    );
  }
  return (
    <div className="panel">
      <Section title="Model map">
        <Sentence plan={plan} />
        <ModelMapFields plan={plan} setChains={setChains} setLocal={setLocal} />
        <div className="buttons fit-actions">
          <Button kind="primary" onClick={() => run((app) => make(app, plan))}>
            Make map
          </Button>
          {plan.options.kernel === "vrm" && (plan.local || plan.chains) ? (
            <Button onClick={() => run((app) => paint(app, plan))}>Colour model by resolution</Button>
          ) : null}
        </div>
      </Section>
    </div>
  );
}

function Sentence({ plan: { model, map, resolution, options, onGrid } }: { plan: ModelMapPlan }) {
  const scattering = options.kernel === "vrm" ? "electron scattering" : "ChimeraX's Gaussians";
  return (
    <>
      <p>
        The density of <b>{model.name}</b>, where it is drawn, from {scattering} at {resolution.value} Å
        {onGrid && map ? (
          <>
            {" "}
            on the grid of <b>{map.name}</b>
          </>
        ) : null}
        .
      </p>
      <p className="soft fit-why">Resolution {resolution.reason}.</p>
    </>
  );
}

/** Residues in the colours of the resolutions that the map would be made with. */
function paint(app: Parameters<typeof simulateMap>[0], plan: ModelMapPlan): Promise<void> {
  const { model, resolution, chains, local } = plan;
  const rules = Object.entries(chains ?? {}).map(([chain, d]) => `${chain}=${d}`);
  const own = rules.length > 0 ? rules : model.chains.map((chain) => `${chain}=${resolution.value}`);
  const source = local ? { map: local } : { rules: `chain:${own.join(",")}` };
  return colorByResolution(app, model, { source, resolution: resolution.value });
}

function make(app: Parameters<typeof simulateMap>[0], plan: ModelMapPlan): Promise<void> {
  const { model, map, resolution, options, onGrid, chains, local } = plan;
  const where = onGrid && map ? { onGrid: map } : {};
  if (options.kernel === "molmap") {
    return simulateMap(app, wholeModel(model), resolution.value, { ...where, replace: false });
  }
  return simulateImages(app, wholeModel(model), {
    resolution: resolution.value,
    bFactor: options.bFactor === "one" ? options.oneB : options.bFactor,
    accuracy: Number(options.accuracy),
    replace: false,
    ...where,
    ...(local ? { localResolution: local } : chains && { chains }),
  });
}

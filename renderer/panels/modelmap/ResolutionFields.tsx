import type { ModelMapPlan, ModelMapState } from "#renderer/panels/modelmap/use-model-map.ts";
import { specOf } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";

const UNIFORM = "uniform";
const CHAINS = "chains";

/** Whether the resolution is the same everywhere, one per chain, or read from a map. */
export function ResolutionFields({
  plan: { model, maps, chains, local, resolution },
  setChains,
  setLocal,
}: { plan: ModelMapPlan } & Pick<ModelMapState, "setChains" | "setLocal">) {
  const options = [
    { value: UNIFORM, text: "everywhere the same" },
    ...(model.chains.length > 1 ? [{ value: CHAINS, text: "by chain" }] : []),
    ...maps.map((map) => ({ value: String(map.id), text: `from ${specOf(map)} ${map.name}` })),
  ];
  const choose = (value: string) => {
    setChains(value === CHAINS ? {} : null);
    setLocal(maps.find(({ id }) => id === value)?.id ?? null);
  };
  return (
    <>
      <span className="label">Varies</span>
      <Select
        label="How the resolution varies"
        value={local ? String(local.id) : chains ? CHAINS : UNIFORM}
        options={options}
        onChange={choose}
      />
      {chains && !local
        ? model.chains.map((chain) => (
            <ChainField
              key={chain}
              chain={chain}
              value={chains[chain] ?? null}
              placeholder={String(resolution.value)}
              onCommit={(value) => setChains(withChain(chains, chain, value))}
            />
          ))
        : null}
    </>
  );
}

function ChainField(props: {
  chain: string;
  value: number | null;
  placeholder: string;
  onCommit: (value: number | null) => void;
}) {
  return (
    <>
      <span className="label">Chain {props.chain}</span>
      <NumberField
        label={`Resolution of chain ${props.chain}, Å`}
        unit="Å"
        value={props.value}
        placeholder={props.placeholder}
        min={0.5}
        max={60}
        onCommit={props.onCommit}
      />
    </>
  );
}

function withChain(
  chains: Readonly<Record<string, number>>,
  chain: string,
  value: number | null,
): Readonly<Record<string, number>> {
  const rest = Object.fromEntries(Object.entries(chains).filter(([name]) => name !== chain));
  return value === null ? rest : { ...rest, [chain]: value };
}

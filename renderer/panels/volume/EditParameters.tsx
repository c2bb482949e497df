import { useApp } from "#renderer/panels/app/context.ts";
import { type EditForm, type Operation, otherFor, othersFor } from "#renderer/panels/volume/edit-form.ts";
import { density } from "#renderer/stores/format.ts";
import { type MapEntry, specOf } from "#renderer/stores/scene.ts";
import { NumberField } from "#renderer/ui/NumberField.tsx";
import { Select } from "#renderer/ui/Select.tsx";

type NumberName = "radius" | "range" | "sigma" | "pad" | "spacing" | "minimum" | "factor" | "bin";

/** The numbers of each operation: what they are called, their unit and their limits. */
const NUMBERS: Partial<Record<Operation, readonly NumberInfo[]>> = {
  erase: [{ name: "radius", text: "Radius", unit: "Å", least: 0.1, step: 1 }],
  zone: [{ name: "range", text: "Within", unit: "Å", least: 0, step: 0.5 }],
  mask: [{ name: "pad", text: "Grown by", unit: "Å", least: -100, step: 0.5 }],
  threshold: [{ name: "minimum", text: "Below", unit: "", least: Number.NEGATIVE_INFINITY, step: 0.01 }],
  gaussian: [{ name: "sigma", text: "Width (sd)", unit: "Å", least: 0.01, step: 0.1 }],
  resample: [{ name: "spacing", text: "Voxel", unit: "Å", least: 0.05, step: 0.1 }],
  trim: [{ name: "pad", text: "Margin", unit: "Å", least: 0, step: 1 }],
  bin: [{ name: "bin", text: "Bin", unit: "voxels", least: 1, step: 1 }],
  scale: [{ name: "factor", text: "Factor", unit: "", least: Number.NEGATIVE_INFINITY, step: 0.1 }],
};

interface NumberInfo {
  readonly name: NumberName;
  readonly text: string;
  readonly unit: string;
  readonly least: number;
  readonly step: number;
}

const INVERTED: Partial<Record<Operation, string>> = {
  erase: "outside instead",
  zone: "beyond instead",
  mask: "outside instead",
};

const AXES = (["x", "y", "z", "xy", "yz", "xyz"] as const).map((value) => ({ value, text: value }));

/** The fields of the chosen operation. */
export function EditParameters(props: {
  map: MapEntry;
  form: EditForm;
  onChange: (change: Partial<EditForm>) => void;
}) {
  const { map, form, onChange } = props;
  const { operation } = form;
  return (
    <>
      <OtherField map={map} form={form} onChange={onChange} />
      {operation === "erase" ? <CentreFields form={form} onChange={onChange} /> : null}
      {(NUMBERS[operation] ?? []).map(({ name, text, unit, least, step }) => (
        <NumberRow key={name} text={text}>
          <NumberField
            label={unit ? `${text}, ${unit}` : text}
            {...(unit ? { unit } : {})}
            value={form[name]}
            show={name === "minimum" ? density : String}
            min={least}
            step={step}
            onCommit={(value) => value !== null && onChange({ [name]: value })}
          />
        </NumberRow>
      ))}
      {operation === "flip" ? (
        <NumberRow text="Along">
          <Select label="Axes" value={form.axes} options={AXES} onChange={(axes) => onChange({ axes })} />
        </NumberRow>
      ) : null}
      {operation === "crop" ? (
        <NumberRow text="Voxels">
          <input
            className="input"
            aria-label="First and last voxel: i1,j1,k1,i2,j2,k2"
            value={form.region}
            onChange={(event) => onChange({ region: event.target.value })}
          />
        </NumberRow>
      ) : null}
      {INVERTED[operation] ? (
        <NumberRow text="">
          <label className="check">
            <input
              type="checkbox"
              checked={form.isInverted}
              onChange={(event) => onChange({ isInverted: event.target.checked })}
            />
            {INVERTED[operation]}
          </label>
        </NumberRow>
      ) : null}
    </>
  );
}

function NumberRow(props: { text: string; children: React.ReactNode }) {
  return (
    <>
      <span className="label">{props.text}</span>
      {props.children}
    </>
  );
}

function OtherField(props: { map: MapEntry; form: EditForm; onChange: (change: Partial<EditForm>) => void }) {
  const app = useApp();
  const { map, form, onChange } = props;
  const kind = otherFor(form.operation);
  if (!kind) return null;
  const options = othersFor(app, map, form.operation).map((entry) => ({
    value: specOf(entry),
    text: `${specOf(entry)} ${entry.name}`,
  }));
  return (
    <NumberRow text={kind === "model" ? "Atoms of" : "Map"}>
      {options.length > 0 ? (
        <Select
          label={kind === "model" ? "Model" : "Other map"}
          value={form.other || (options[0]?.value ?? "")}
          options={options}
          onChange={(other) => onChange({ other })}
        />
      ) : (
        <span className="hint">open a {kind} first</span>
      )}
    </NumberRow>
  );
}

function CentreFields(props: { form: EditForm; onChange: (change: Partial<EditForm>) => void }) {
  const { centre } = props.form;
  const field = (axis: 0 | 1 | 2, name: string) => (
    <NumberField
      label={`Centre along ${name}, Å`}
      value={centre[axis]}
      step={1}
      onCommit={(value) => {
        if (value === null) return;
        const [x, y, z] = centre.with(axis, value);
        props.onChange({ centre: [x ?? 0, y ?? 0, z ?? 0] });
      }}
    />
  );
  return (
    <NumberRow text="Centre, Å">
      <span className="triple">
        {field(0, "x")}
        {field(1, "y")}
        {field(2, "z")}
      </span>
    </NumberRow>
  );
}

import { type KeyboardEvent, useId, useState } from "react";

/** A number that changes where it stands: Enter or leaving the field takes it, Escape gives it up, arrows step. */
export function NumberField(props: {
  value: number | null;
  onCommit: (value: number | null) => void;
  /** How the number is written. */
  show?: (value: number) => string;
  /** What an empty field stands for; without it the field cannot be left empty. */
  placeholder?: string;
  label: string;
  unit?: string;
  step?: number;
  min?: number;
  max?: number;
}) {
  const {
    value,
    onCommit,
    show = String,
    placeholder,
    label,
    unit,
    step,
    min = -Infinity,
    max = Infinity,
  } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const parsed = draft === null ? value : parse(draft, min, max);
  const commit = () => {
    if (draft === null) return;
    setDraft(null);
    if (draft.trim() === "" && placeholder !== undefined) onCommit(null);
    else if (parsed !== null && parsed !== undefined) onCommit(parsed);
  };
  const press = (event: KeyboardEvent) => {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (event.key === "Enter") commit();
    else if (event.key === "Escape") setDraft(null);
    else if (direction !== 0 && step !== undefined && value !== null) {
      event.preventDefault();
      setDraft(null);
      onCommit(Math.min(max, Math.max(min, value + direction * step)));
    } else return;
    event.stopPropagation();
  };
  return (
    <span className="unit">
      <input
        id={id}
        className={`input${parsed === undefined ? " invalid" : ""}`}
        inputMode="decimal"
        aria-label={label}
        aria-invalid={parsed === undefined}
        placeholder={placeholder}
        value={draft ?? (value === null ? "" : show(value))}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={press}
      />
      {unit ? <span>{unit}</span> : null}
    </span>
  );
}

/** Undefined for what is no number within the limits. */
function parse(text: string, min: number, max: number): number | null | undefined {
  if (text.trim() === "") return null;
  const value = Number(text.trim().replace(",", "."));
  return Number.isFinite(value) && value >= min && value <= max ? value : undefined;
}

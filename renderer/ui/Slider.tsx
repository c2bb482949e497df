/** A slider with its value beside it: `onMove` at every move, `onCommit` when it is let go. */
export function Slider(props: {
  value: number;
  min: number;
  max: number;
  step: number;
  onMove: (value: number) => void;
  onCommit: (value: number) => void;
  label: string;
  show: (value: number) => string;
}) {
  const { value, min, max, step, onMove, onCommit, label, show } = props;
  return (
    <span className="with-value">
      <input
        type="range"
        className="slider"
        aria-label={label}
        aria-valuetext={show(value)}
        value={value}
        min={min}
        max={max}
        step={step}
        onChange={(event) => onMove(event.target.valueAsNumber)}
        onPointerUp={(event) => onCommit(event.currentTarget.valueAsNumber)}
        onKeyUp={(event) => onCommit(event.currentTarget.valueAsNumber)}
      />
      <output>{show(value)}</output>
    </span>
  );
}

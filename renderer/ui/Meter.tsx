/** How much of a whole, 0…1. */
export function Meter(props: { share: number; label: string }) {
  const share = Math.min(1, Math.max(0, props.share));
  return (
    <meter className="meter" aria-label={props.label} min={0} max={1} value={share}>
      {Math.round(100 * share)} %
    </meter>
  );
}

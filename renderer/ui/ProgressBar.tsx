/** How far something has come, in words and as a bar; a bar without an end while that is not known. */
export function ProgressBar(props: {
  title: string;
  progress: {
    readonly step: string;
    readonly done: number;
    readonly total: number;
    readonly secondsLeft?: number;
  } | null;
}) {
  const { title, progress } = props;
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
  const left = progress?.secondsLeft;
  return (
    <div className="progress">
      <div className="progress-text">
        <span>{progress?.step ?? title}</span>
        <span className="aside">
          {left !== undefined
            ? `${Math.max(1, Math.round(left))} s left`
            : share === null
              ? ""
              : `${Math.round(100 * share)} %`}
        </span>
      </div>
      <div
        className={`progress-bar${share === null ? " endless" : ""}`}
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(100 * share)}
      >
        <i style={share === null ? undefined : { width: `${100 * share}%` }} />
      </div>
    </div>
  );
}

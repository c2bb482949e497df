/** How far something has come, in words and as a bar; a bar without an end while that is not known. */
export function ProgressBar(props: {
  title: string;
  progress: {
    readonly step: string;
    readonly done: number;
    readonly total: number;
    readonly unit?: "bytes";
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
          {[amount(progress), left === undefined ? "" : `${wait(left)} left`].filter(Boolean).join(" · ") ||
            (share === null ? "" : `${Math.round(100 * share)} %`)}
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

/** "12 of 158 MB". */
function amount(progress: Parameters<typeof ProgressBar>[0]["progress"]): string {
  if (progress?.unit !== "bytes") return "";
  const { done, total } = progress;
  const unit = Math.max(done, total) < 1e6 ? (["kB", 1e3] as const) : (["MB", 1e6] as const);
  const inUnit = (bytes: number) => Math.round(bytes / unit[1]);
  return total > 0 ? `${inUnit(done)} of ${inUnit(total)} ${unit[0]}` : `${inUnit(done)} ${unit[0]}`;
}

function wait(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 90 ? `${whole} s` : `${Math.round(whole / 60)} min`;
}

import { Pause, Play, Route, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { leavePath, showPath, stepTo } from "#renderer/commands/judge/path.ts";
import { useApp, useResultsView, useRun } from "#renderer/panels/app/context.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { ShownPath } from "#renderer/stores/results.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Section } from "#renderer/ui/Section.tsx";
import { Slider } from "#renderer/ui/Slider.tsx";
import { type Ink, useCanvas } from "#renderer/ui/use-canvas.ts";

const BEAT = 120; // ms per step while playing

/** The way of the best start to the placement that is shown: asked for, then followed step by step. */
export function PathSection({ row }: { row: FitRow }) {
  const run = useRun();
  const shown = useResultsView((state) => state.path);
  const isOwn = shown?.model === row.model && shown.placement === row.placement;
  if (!isOwn) {
    return (
      <Section title="Way of its best start">
        <Button icon={<Route />} onClick={() => run((app) => showPath(app, row.model, row.placement))}>
          Replay
        </Button>
      </Section>
    );
  }
  return <Path shown={shown} />;
}

function Path({ shown: { path, at } }: { shown: ShownPath }) {
  const app = useApp();
  const last = path.steps.length - 1;
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying) return;
    if (at >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => stepTo(app, at + 1), BEAT);
    return () => clearTimeout(timer);
  }, [app, isPlaying, at, last]);
  const play = () => {
    if (!isPlaying && at >= last) stepTo(app, 0);
    setPlaying(!isPlaying);
  };
  const step = path.steps[at];
  return (
    <Section title="Way of its best start" aside={`start ${path.start}`}>
      <Curve path={path} at={at} />
      <Slider
        label="Step of the way"
        value={at}
        min={0}
        max={last}
        step={1}
        show={(value) => `${value}/${last}`}
        onMove={(value) => stepTo(app, value)}
        onCommit={() => {}}
      />
      <p className="hint">
        {step ? `${step.stage}: correlation about the mean ${step.score.toFixed(3)}` : ""}
      </p>
      <div className="buttons">
        <Button icon={isPlaying ? <Pause /> : <Play />} onClick={play}>
          {isPlaying ? "Pause" : "Play"}
        </Button>
        <Button kind="quiet" icon={<X />} onClick={() => leavePath(app)}>
          Close
        </Button>
      </div>
    </Section>
  );
}

/** The score along the way, with a line where a stage ends. */
function Curve({ path, at }: Pick<ShownPath, "path" | "at">) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) =>
      drawCurve(context, { width, height }, ink, path, at),
    [path, at],
  );
  const ref = useCanvas(draw);
  const scores = path.steps.map(({ score }) => score);
  const text = `Score along ${scores.length} steps, from ${scores[0]?.toFixed(3)} to ${scores.at(-1)?.toFixed(3)}`;
  return <canvas ref={ref} className="distribution" role="img" aria-label={text} />;
}

function drawCurve(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  ink: Ink,
  { steps }: ShownPath["path"],
  at: number,
): void {
  const pad = 6;
  const scores = steps.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const x = (n: number) => pad + (n / Math.max(1, steps.length - 1)) * (width - 2 * pad);
  const y = (score: number) => height - 8 - ((score - low) / Math.max(high - low, 1e-9)) * (height - 24);
  context.clearRect(0, 0, width, height);
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = ink("text3");
  steps.forEach(({ stage }, n) => {
    if (steps[n - 1]?.stage === stage) return;
    if (n > 0) context.fillRect(x(n), 0, 1, height);
    const next = steps.findIndex((step, m) => m > n && step.stage !== stage);
    const room = (next < 0 ? width : x(next)) - x(n);
    // A stage too short for its name has it in the line below, while the slider is there.
    if (context.measureText(stage).width + 8 < room)
      context.fillText(stage, x(n) + 4, n === 0 ? 12 : height - 4);
  });
  context.strokeStyle = ink("muted");
  context.lineWidth = 2;
  context.beginPath();
  scores.forEach((score, n) => {
    context.lineTo(x(n), y(score));
  });
  context.stroke();
  context.fillStyle = ink("accent");
  context.beginPath();
  context.arc(x(at), y(scores[at] ?? low), 4, 0, 2 * Math.PI);
  context.fill();
}

import { FolderOpen } from "lucide-react";
import { pickAndOpen } from "#renderer/commands/open.ts";
import { useParticles, useRun } from "#renderer/panels/app/context.ts";
import { HeldParticles } from "#renderer/panels/particles/HeldParticles.tsx";
import { RunActions } from "#renderer/panels/particles/RunActions.tsx";
import { RunPlots } from "#renderer/panels/particles/RunPlots.tsx";
import { Button } from "#renderer/ui/Button.tsx";
import "#renderer/panels/particles/particles.css";

/** Particles and the refinement of their poses: what they are and what to do on the left, how it goes on the right. */
export function ParticlesPanel() {
  const does = useRun();
  const star = useParticles((state) => state.star);
  const run = useParticles((state) => state.run);
  if (!star && !run) {
    return (
      <div className="panel section particles-empty">
        <p className="hint">
          Open a STAR file of particles (RELION 3.0 or later) with its stacks where it says, or the folder of
          a refinement. Poses are refined against Gaussian models of the half maps; curves, views and maps are
          shown here as they come.
        </p>
        <Button icon={<FolderOpen />} onClick={() => does(pickAndOpen)}>
          Open particles…
        </Button>
      </div>
    );
  }
  return (
    <div className="panel particles">
      <div className="particles-side">
        {star ? <HeldParticles report={star.report} /> : null}
        <RunActions report={star?.report ?? null} run={run} />
      </div>
      <div className="particles-main">
        {run ? (
          <RunPlots run={run} />
        ) : (
          <p className="section hint">
            Refine begins here: FSC of the half maps, resolution, directions of view and pose changes,
            iteration by iteration.
          </p>
        )}
      </div>
    </div>
  );
}

import { FitActions } from "#renderer/panels/fit/FitActions.tsx";
import { FitOptionsForm } from "#renderer/panels/fit/FitOptionsForm.tsx";
import { FitSentence } from "#renderer/panels/fit/FitSentence.tsx";
import { PlacementSection } from "#renderer/panels/fit/PlacementSection.tsx";
import { useFitPanel } from "#renderer/panels/fit/use-fit.ts";
import { ZeroSection } from "#renderer/panels/fit/ZeroSection.tsx";
import "#renderer/panels/fit/fit.css";

/** What a fit would do and why, the fit, and what to do with the placement that is shown. */
export function FitPanel() {
  const { plan, job, showsOptions, toggleOptions, shown } = useFitPanel();
  if (!plan) {
    return (
      <div className="panel">
        <p className="section hint">
          Open a map and a model. Then one sentence here says what a fit will do, and one button does it.
        </p>
      </div>
    );
  }
  return (
    <div className="panel">
      <section className="section" aria-label="Fit">
        <FitSentence plan={plan} />
        <FitActions plan={plan} job={job} showsOptions={showsOptions} onOptions={toggleOptions} />
        {showsOptions ? <FitOptionsForm plan={plan} /> : null}
      </section>
      {shown ? <PlacementSection row={shown.row} table={shown.table} /> : null}
      {shown ? <ZeroSection row={shown.row} /> : null}
    </div>
  );
}

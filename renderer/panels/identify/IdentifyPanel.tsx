import { LibrarySection } from "#renderer/panels/identify/LibrarySection.tsx";
import { RegionSection } from "#renderer/panels/identify/RegionSection.tsx";
import { useIdentifyPanel } from "#renderer/panels/identify/use-identify.ts";
import "#renderer/panels/identify/identify.css";

/** Which models of a library are in a map: where to look, what to try. What is found is shown in `CandidatesPanel`. */
export function IdentifyPanel() {
  const { map, plan } = useIdentifyPanel();
  if (!map) {
    return (
      <div className="panel">
        <p className="section hint">
          Open a map. Then drop a folder of models, such as AlphaFold predictions, and one button here tells
          which of them is in it.
        </p>
      </div>
    );
  }
  return (
    <div className="panel identify">
      <RegionSection map={map} plan={plan} />
      <LibrarySection plan={plan} map={map} />
    </div>
  );
}

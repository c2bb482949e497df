import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { asAppError } from "#core/errors.ts";
import { connect } from "#renderer/host/connect.ts";
import { WorkbenchContext } from "#renderer/panels/app/context.ts";
import { ErrorBoundary } from "#renderer/panels/app/ErrorBoundary.tsx";
import { Shell } from "#renderer/panels/app/Shell.tsx";
import { StartProblem } from "#renderer/panels/app/StartProblem.tsx";
import { startWorkbench } from "#renderer/start.ts";

const page = document.getElementById("root");
if (!page) throw new Error("The page lacks its root.");
const root = createRoot(page);

try {
  const workbench = startWorkbench(await connect());
  root.render(
    <StrictMode>
      <ErrorBoundary>
        <WorkbenchContext value={workbench}>
          <Shell />
        </WorkbenchContext>
      </ErrorBoundary>
    </StrictMode>,
  );
} catch (thrown) {
  root.render(<StartProblem message={asAppError(thrown).message} />);
}

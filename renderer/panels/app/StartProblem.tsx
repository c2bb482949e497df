import { Button } from "#renderer/ui/Button.tsx";
import "#renderer/ui/tokens.css";
import "#renderer/ui/widgets.css";
import "#renderer/panels/app/app.css";

/** The window when it cannot reach its engine: what happened and what to do next. */
export function StartProblem({ message }: { message: string }) {
  return (
    <div className="start-problem" role="alert">
      <h2>Mapwright cannot start</h2>
      <p>{message}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        Try again
      </Button>
    </div>
  );
}

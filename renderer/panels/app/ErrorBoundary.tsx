import { Component, type ReactNode } from "react";
import { StartProblem } from "#renderer/panels/app/StartProblem.tsx";

/** What is shown when drawing the panels itself fails, instead of an empty page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    const what = error instanceof Error ? error.message : String(error);
    return { message: `The window failed: ${what}. Files on disk are untouched; try again to start anew.` };
  }

  override render(): ReactNode {
    return this.state.message === null ? this.props.children : <StartProblem message={this.state.message} />;
  }
}

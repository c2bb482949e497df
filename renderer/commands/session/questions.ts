import type { App } from "#renderer/commands/app.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import type { ProjectQuestion } from "#renderer/stores/project.ts";

/** What the user may answer to a question about a project. */
export type Answer =
  | { readonly kind: "cancel" }
  | { readonly kind: "without" }
  | { readonly kind: "file"; readonly file: OpenableFile }
  | { readonly kind: "save"; readonly name: string; readonly includeMaps: boolean };

const waiting = new WeakMap<App, (answer: Answer) => void>();

/** Shows a question and waits for its answer. A question that is still open is cancelled by the next. */
export function ask(app: App, question: ProjectQuestion): Promise<Answer> {
  answerQuestion(app, { kind: "cancel" });
  app.stores.project.setState({ question });
  return new Promise((resolve) => waiting.set(app, resolve));
}

export function answerQuestion(app: App, answer: Answer): void {
  const resolve = waiting.get(app);
  waiting.delete(app);
  app.stores.project.setState({ question: null });
  resolve?.(answer);
}

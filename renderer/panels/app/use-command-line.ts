import { type KeyboardEvent, useRef, useState } from "react";
import { commands } from "#core/command/commands.ts";
import { completions, hintFor } from "#core/command/complete.ts";
import { type LineProblem, runLine } from "#renderer/commands/run-line.ts";
import { useApp } from "#renderer/panels/app/context.ts";

const HISTORY = "commands";
const MOST_KEPT = 200;

export interface CommandLineState {
  readonly text: string;
  readonly problem: (LineProblem & { readonly line: string }) | null;
  /** What Tab could make of the last word. */
  readonly offers: readonly string[];
  /** How the command being typed is used; null while it is not known. */
  readonly hint: ReturnType<typeof hintFor>;
  readonly change: (text: string) => void;
  readonly press: (event: KeyboardEvent) => void;
}

/** What the command line holds, and what keys do to it. */
export function useCommandLine(): CommandLineState {
  const app = useApp();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<CommandLineState["problem"]>(null);
  const [offers, setOffers] = useState<readonly string[]>([]);
  const past = useRef<string[] | null>(null);
  past.current ??= savedHistory(app.host.readSetting(HISTORY));
  const at = useRef(0); // how many lines back
  const change = (next: string) => {
    setText(next);
    setProblem(null);
    setOffers([]);
  };
  const submit = async () => {
    const line = text.trim();
    if (line === "") return;
    const lines = [line, ...(past.current ?? []).filter((one) => one !== line)].slice(0, MOST_KEPT);
    past.current = lines;
    at.current = 0;
    app.host.writeSetting(HISTORY, lines);
    change("");
    const found = await runLine(app, line);
    if (found) {
      setText((now) => (now === "" ? line : now));
      setProblem({ ...found, line });
    }
  };
  const recall = (by: number) => {
    const lines = past.current ?? [];
    at.current = Math.min(lines.length, Math.max(0, at.current + by));
    change(lines[at.current - 1] ?? "");
  };
  const complete = () => {
    const found = completions(text, commands);
    const [only] = found;
    if (found.length === 1 && only !== undefined) change(`${text.replace(/\S*$/, "")}${only} `);
    else setOffers(found);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") void submit();
    else if (event.key === "ArrowUp") recall(1);
    else if (event.key === "ArrowDown") recall(-1);
    else if (event.key === "Escape") change("");
    else if (event.key === "Tab" && !event.shiftKey && text !== "") complete();
    else return;
    event.preventDefault();
  };
  const hint = text.trim() === "" ? null : hintFor(text, commands);
  return { text, problem, offers, hint, change, press };
}

function savedHistory(saved: unknown): string[] {
  return Array.isArray(saved) ? saved.filter((line) => typeof line === "string") : [];
}

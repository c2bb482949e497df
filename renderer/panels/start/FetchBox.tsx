import { Download } from "lucide-react";
import { type FormEvent, useState } from "react";
import { entryTitle } from "#core/format/entry-id.ts";
import { openEntry } from "#renderer/commands/fetch.ts";
import { useApp, useJobs, useRun, useStart } from "#renderer/panels/app/context.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** Fetches an entry of an archive by its id; shows the size of a large one before. */
export function FetchBox() {
  const run = useRun();
  const { start } = useApp().stores;
  const [id, setId] = useState("");
  const question = useStart((state) => state.question);
  const isBusy = useJobs(({ jobs }) => jobs.some(({ kind }) => kind === "open"));
  const change = (text: string) => {
    setId(text);
    if (question) start.setState({ question: null });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim() !== "") run((app) => openEntry(app, id));
  };
  return (
    <form className="start-fetch" aria-label="Fetch from an archive" onSubmit={submit}>
      <label htmlFor="start-fetch">Fetch by id</label>
      <input
        id="start-fetch"
        value={id}
        placeholder="6wti, emdb:21897, alphafold:P69905"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
      />
      <Button icon={<Download />} disabled={isBusy || id.trim() === ""} submits>
        {question ? `Download ${Math.round(question.bytes / 1e6)} MB` : "Fetch"}
      </Button>
      <span className="hint" role="status">
        {question
          ? `The map of ${entryTitle(question.entry)} is large; it stays on this computer afterwards.`
          : "From the PDB, EMDB or AlphaFold DB, with the depositors’ contour level."}
      </span>
    </form>
  );
}

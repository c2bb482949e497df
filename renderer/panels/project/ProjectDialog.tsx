import { type ReactNode, useEffect, useRef, useState } from "react";
import { type Answer, answerQuestion } from "#renderer/commands/session/questions.ts";
import { useApp, useProject } from "#renderer/panels/app/context.ts";
import type { ProjectQuestion } from "#renderer/stores/project.ts";
import { Button } from "#renderer/ui/Button.tsx";
import "#renderer/panels/project/project.css";

/** Asks what must be decided before a project can be opened or saved. */
export function ProjectDialog() {
  const app = useApp();
  const question = useProject((state) => state.question);
  if (!question) return null;
  const answer = (given: Answer) => answerQuestion(app, given);
  return question.kind === "missing" ? (
    <MissingFile question={question} answer={answer} />
  ) : (
    <SaveAs question={question} answer={answer} />
  );
}

function Dialog(props: { title: string; onCancel: () => void; children: ReactNode }) {
  const { title, onCancel, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="question" aria-label={title} onCancel={onCancel}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}

type Asked<K extends ProjectQuestion["kind"]> = {
  question: Extract<ProjectQuestion, { kind: K }>;
  answer: (given: Answer) => void;
};

function MissingFile({ question, answer }: Asked<"missing">) {
  const app = useApp();
  const { file, reason, project } = question;
  const locate = async () => {
    const [found] = await app.host.pickFiles();
    if (found) answer({ kind: "file", file: found });
  };
  return (
    <Dialog title={`Where is ${file.name}?`} onCancel={() => answer({ kind: "cancel" })}>
      <p>
        {project} names this file and does not hold it. {reason}
      </p>
      <dl>
        {file.place === null ? null : (
          <>
            <dt>It was</dt>
            <dd>{file.place}</dd>
          </>
        )}
        <dt>Size</dt>
        <dd>{(file.size / 1e6).toLocaleString(undefined, { maximumFractionDigits: 2 })} MB</dd>
      </dl>
      <footer>
        <Button onClick={() => answer({ kind: "cancel" })}>Cancel</Button>
        <Button onClick={() => answer({ kind: "without" })}>Open without it</Button>
        <Button kind="primary" onClick={() => void locate()}>
          Locate…
        </Button>
      </footer>
    </Dialog>
  );
}

function SaveAs({ question, answer }: Asked<"save">) {
  const [name, setName] = useState(question.name);
  const [includeMaps, setIncludeMaps] = useState(question.includeMaps);
  const save = () => {
    if (name.trim() !== "") answer({ kind: "save", name: name.trim(), includeMaps });
  };
  return (
    <Dialog title="Save the project" onCancel={() => answer({ kind: "cancel" })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className="question-name">
          Name
          <input className="input" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="question-check">
          <input
            type="checkbox"
            checked={includeMaps}
            onChange={(event) => setIncludeMaps(event.target.checked)}
          />
          Put all maps into the file
        </label>
        <p>
          Otherwise opened maps are named by where they lie, with a checksum; those that were dropped on the
          window, working maps and models are always inside.
        </p>
        <footer>
          <Button onClick={() => answer({ kind: "cancel" })}>Cancel</Button>
          <Button kind="primary" disabled={name.trim() === ""} onClick={save}>
            Save
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

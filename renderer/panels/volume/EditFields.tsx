import { useState } from "react";
import { editMap, previewEdit } from "#renderer/commands/edit-map.ts";
import { editCommand } from "#renderer/commands/edit-words.ts";
import { regionFrom } from "#renderer/commands/region.ts";
import { changeVolume } from "#renderer/commands/volume.ts";
import { useApp, useRun } from "#renderer/panels/app/context.ts";
import { EditParameters } from "#renderer/panels/volume/EditParameters.tsx";
import {
  type EditForm,
  editFrom,
  formFor,
  OPERATIONS,
  PREVIEWED,
} from "#renderer/panels/volume/edit-form.ts";
import { percent } from "#renderer/stores/format.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import { Button } from "#renderer/ui/Button.tsx";
import { Select } from "#renderer/ui/Select.tsx";

/** Makes another map of this one: what, with which numbers, shown beforehand where that says something. */
export function EditFields({ map }: { map: MapEntry }) {
  const app = useApp();
  const run = useRun();
  const [form, setForm] = useState(() => formFor(map));
  const [share, setShare] = useState<number | null>(null);
  const set = (change: Partial<EditForm>) => {
    setForm({ ...form, ...change });
    setShare(null);
    app.view.setPreview(null);
  };
  const apply = async () => {
    const edit = editFrom(app, map, form);
    setShare(null);
    await editMap(app, map, edit, editCommand(app, map, edit));
  };
  return (
    <>
      <div className="fields">
        <span className="label">Make</span>
        <Select
          label="Operation"
          value={form.operation}
          options={OPERATIONS}
          onChange={(operation) => set({ operation, other: "" })}
        />
        <EditParameters map={map} form={form} onChange={set} />
      </div>
      <p className="hint edit-note">
        {share === null
          ? form.operation === "erase" && map.isWorkingCopy
            ? "Erases from this working copy; undo brings it back."
            : "Makes a copy; this map stays as it is."
          : `Would remove ${percent(share)} of the density above the level.`}
      </p>
      <div className="buttons">
        {PREVIEWED.has(form.operation) ? (
          <Button
            onClick={() => run(async () => setShare(await previewEdit(app, map, editFrom(app, map, form))))}
          >
            Preview
          </Button>
        ) : null}
        {form.operation === "crop" ? (
          <Button
            onClick={() => run(() => changeVolume(app, [map], { region: regionFrom(map, form.region) }))}
          >
            Show only this
          </Button>
        ) : null}
        <Button onClick={() => run(apply)}>Apply</Button>
      </div>
    </>
  );
}

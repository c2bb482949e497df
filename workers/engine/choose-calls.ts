import { chooseAtoms, type Nameable } from "#core/command/spec/choose.ts";
import { parseSpec } from "#core/command/spec/parse-spec.ts";
import { widenSelection } from "#core/command/spec/widen.ts";
import type { Session } from "#workers/engine/session.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** What a spec names of what the window has open, atoms included. */
export function choose(session: Session, { spec, open }: Params<"choose">): Result<"choose"> {
  return { choices: chooseAtoms(parseSpec(spec), nameables(session, open)) };
}

/** What is selected, widened to residues, chains, models or everything. */
export function widen(session: Session, { open }: Params<"widen">): Result<"widen"> {
  return { choices: widenSelection(nameables(session, open)) };
}

function nameables(session: Session, open: Params<"choose">["open"]): Nameable[] {
  return open.map(({ id, model, motion, selected }) => ({
    id,
    structure: model === null ? null : session.model(model).structure,
    motion,
    selected,
  }));
}

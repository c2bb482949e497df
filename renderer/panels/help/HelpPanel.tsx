import { commands } from "#core/command/commands.ts";
import { usageOf } from "#core/command/syntax.ts";
import "#renderer/panels/help/help.css";
import { Section } from "#renderer/ui/Section.tsx";

const MOUSE = [
  ["left drag", "rotate; near the edge, about the line of sight"],
  ["right or middle drag", "move"],
  ["wheel", "zoom"],
  ["Shift", "swaps rotate and move"],
  ["Ctrl during a drag", "only about, or along, the line of sight"],
  ["Ctrl-click", "select; with Shift, add or remove"],
  ["Alt + wheel", "contour level of the active map"],
  ["rest on something", "shows its name"],
] as const;

const KEYS = [
  ["↑ ↓", "show the placement before or after"],
  ["Enter", "place it"],
  ["X", "reject it"],
  ["Z", "place it and zero its density"],
  ["Ctrl Z, Ctrl Shift Z", "undo, redo"],
  ["Ctrl O, Ctrl S", "open, save placed models"],
] as const;

/** The bindings and the commands, on one page. */
export function HelpPanel() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="panel help" aria-label="Help" tabIndex={0}>
      <Section title="One fit">
        <ol>
          <li>Drop a map and a model.</li>
          <li>Press Fit; read the sentence above the table.</li>
          <li>↑ ↓ looks at placements, Enter keeps one.</li>
          <li>Z takes its density out; fit the next model into what remains.</li>
          <li>Save.</li>
        </ol>
      </Section>
      <Section title="Mouse">
        <Pairs pairs={MOUSE} />
      </Section>
      <Section title="Keys in the table">
        <Pairs pairs={KEYS} />
      </Section>
      <Section title="Commands">
        <dl className="help-commands">
          {Object.entries(commands).map(([name, syntax]) => (
            <div key={name}>
              <dt>{usageOf(name, syntax)}</dt>
              <dd>{syntax.summary}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </section>
  );
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  return (
    <dl className="help-pairs">
      {pairs.map(([key, meaning]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

import { ArrowLeft } from "lucide-react";
import { useStore } from "zustand";
import { commands } from "#core/command/commands.ts";
import { usageOf } from "#core/command/syntax.ts";
import { HELP_PAGES } from "#renderer/commands/help.ts";
import { TWO_LETTER_KEYS } from "#renderer/commands/two-letter-keys.ts";
import { useApp } from "#renderer/panels/app/context.ts";
import { HelpText } from "#renderer/panels/help/HelpText.tsx";
import { snippet, textOfPage } from "#renderer/panels/help/help-page.ts";
import { pages } from "#renderer/panels/help/pages.ts";
import "#renderer/panels/help/help.css";
import { Button } from "#renderer/ui/Button.tsx";

const COMMANDS = "Commands";

/** The help: contents, a page, or what is found of some words. */
export function HelpPanel() {
  const { help } = useApp().stores;
  const { page, query } = useStore(help);
  const isSearch = query !== "" && page !== "commands";
  const open = (id: string | null) => help.setState({ page: id, query: "" });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="panel help" aria-label="Help" tabIndex={0}>
      <div className="help-head">
        {page !== null || query !== "" ? (
          <Button kind="quiet" icon={<ArrowLeft />} label="Contents of the help" onClick={() => open(null)} />
        ) : null}
        <input
          type="search"
          aria-label="Search the help"
          placeholder="Search"
          value={query}
          onChange={(event) =>
            help.setState({ query: event.target.value, page: page === "commands" ? page : null })
          }
        />
      </div>
      {isSearch ? <Found query={query} open={open} /> : <Shown page={page} query={query} open={open} />}
    </section>
  );
}

function Shown({ page, query, open }: { page: string | null; query: string; open: (page: string) => void }) {
  if (page === "commands") {
    return (
      <>
        <Commands query={query} />
        <Keys query={query} />
      </>
    );
  }
  const known = HELP_PAGES.find((one) => one === page);
  if (known && known !== "commands") return <HelpText page={pages[known]} open={open} />;
  return (
    <ul className="help-contents">
      {HELP_PAGES.map((id) => (
        <li key={id}>
          <button type="button" className="link" onClick={() => open(id)}>
            {titleOf(id)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Found({ query, open }: { query: string; open: (page: string) => void }) {
  const found = HELP_PAGES.flatMap((id) => {
    const text = id === "commands" ? "" : snippet(textOfPage(pages[id]), query);
    return text ? [{ id, text }] : [];
  });
  return (
    <>
      <ul className="help-contents">
        {found.map(({ id, text }) => (
          <li key={id}>
            <button type="button" className="link" onClick={() => open(id)}>
              {titleOf(id)}
            </button>
            <p className="hint">{text}</p>
          </li>
        ))}
      </ul>
      <Commands query={query} />
      <Keys query={query} />
      {found.length === 0 ? <p className="section hint">No page of the help has all these words.</p> : null}
    </>
  );
}

/** From the table that the command line itself reads, so that it cannot be out of date. */
function Commands({ query }: { query: string }) {
  const wanted = query.toLowerCase();
  const shown = Object.entries(commands)
    .map(([name, syntax]) => ({ name, usage: usageOf(name, syntax), summary: syntax.summary }))
    .filter(({ name, summary }) => `${name} ${summary}`.toLowerCase().includes(wanted));
  if (shown.length === 0) return null;
  return (
    <div className="help-text">
      <h2>{COMMANDS}</h2>
      <dl className="help-commands">
        {shown.map(({ name, usage, summary }) => (
          <div key={name}>
            <dt>{usage}</dt>
            <dd>{summary}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Two keys pressed after each other; from the table that reads them. */
function Keys({ query }: { query: string }) {
  const wanted = query.toLowerCase();
  const shown = Object.entries(TWO_LETTER_KEYS).filter(([keys, command]) =>
    `two-letter keys ${keys} ${command}`.toLowerCase().includes(wanted),
  );
  if (shown.length === 0) return null;
  return (
    <div className="help-text">
      <h2>Two-letter keys</h2>
      <p>Press one after the other while no field or list has the focus; M stands for the active map.</p>
      <dl className="help-commands">
        {shown.map(([keys, command]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{command}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function titleOf(id: (typeof HELP_PAGES)[number]): string {
  return id === "commands" ? COMMANDS : pages[id].title;
}

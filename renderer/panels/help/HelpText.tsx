import type { Block, Content, PageContent } from "#renderer/panels/help/help-page.ts";

/** A page of the help; `open` leads to another one. */
export function HelpText({ page, open }: { page: PageContent; open: (page: string) => void }) {
  return (
    <article className="help-text">
      <h2>{page.title}</h2>
      {page.blocks.map((block, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page never changes
        <OneBlock key={n} block={block} open={open} />
      ))}
    </article>
  );
}

function OneBlock({ block, open }: { block: Block; open: (page: string) => void }) {
  const text = (content: Content) => <Line content={content} open={open} />;
  switch (block.kind) {
    case "heading":
      return <h3>{text(block.content)}</h3>;
    case "paragraph":
      return <p>{text(block.content)}</p>;
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((item, n) => (
            <li key={keyOf(item, n)}>{text(item)}</li>
          ))}
        </List>
      );
    }
    case "table":
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, n) => (
                <th key={keyOf(cell, n)}>{text(cell)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, n) => (
              <tr key={keyOf(row[0] ?? [], n)}>
                {row.map((cell, m) => (
                  <td key={keyOf(cell, m)}>{text(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case "picture":
      return <img src={block.source} alt={block.text} width="960" height="600" loading="lazy" />;
    default:
      return block satisfies never;
  }
}

function Line({ content, open }: { content: Content; open: (page: string) => void }) {
  return content.map((part, n) => {
    const key = `${n} ${part.text}`;
    switch (part.kind) {
      case "strong":
        return <b key={key}>{part.text}</b>;
      case "em":
        return <em key={key}>{part.text}</em>;
      case "codespan":
        return <code key={key}>{part.text}</code>;
      case "link":
        return (
          <button key={key} type="button" className="link" onClick={() => open(part.page)}>
            {part.text}
          </button>
        );
      default:
        return part.text;
    }
  });
}

function keyOf(content: Content, n: number): string {
  return `${n} ${content[0]?.text ?? ""}`;
}

/** Text of a help page with its marks; a link leads to another page. */
export type Inline =
  | { readonly kind: "text" | "strong" | "em" | "codespan"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly page: string };

export type Content = readonly Inline[];

export type Block =
  | { readonly kind: "heading"; readonly content: Content }
  | { readonly kind: "paragraph"; readonly content: Content }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly Content[] }
  | {
      readonly kind: "table";
      readonly head: readonly Content[];
      readonly rows: readonly (readonly Content[])[];
    }
  | { readonly kind: "picture"; readonly source: string; readonly text: string };

/** A page of assets/help as the build hands it over. */
export interface PageContent {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** All words of a page in one line, for searching. */
export function textOfPage({ title, blocks }: PageContent): string {
  return [title, ...blocks.map(textOfBlock)].join(" ");
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return textOf(block.content);
    case "list":
      return block.items.map(textOf).join(" ");
    case "table":
      return [block.head, ...block.rows].flatMap((row) => row.map(textOf)).join(" ");
    case "picture":
      return block.text;
    default:
      return block satisfies never;
  }
}

function textOf(content: Content): string {
  return content.map(({ text }) => text).join("");
}

/** Where words are found in a text, with a few words around; null when one of them is missing. */
export function snippet(text: string, query: string): string | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const low = text.toLowerCase();
  if (words.length === 0 || !words.every((word) => low.includes(word))) return null;
  const at = low.indexOf(words[0] ?? "");
  const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, at - 30)) + 1);
  return `${from > 0 ? "…" : ""}${text.slice(from, from + 110)}…`;
}

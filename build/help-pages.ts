/**
 * Help pages at build time: `import { page } from "x.md"` gives the title and the blocks of a Markdown file as plain
 * data, so that the window needs neither a parser nor a way to insert HTML. Pictures become files of the window.
 */
import { type MarkedToken, marked, type Token, type Tokens } from "marked";
import type { Plugin } from "vite";

interface Part {
  readonly kind: string;
  readonly text: string;
  readonly page?: string;
}

type Block = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** A Vite plugin. What a page may not hold (HTML, code by indentation) stops the build. */
export function helpPages(): Plugin {
  return {
    name: "help-pages",
    enforce: "pre",
    transform(source, id) {
      if (!id.endsWith(".md")) return undefined;
      const pictures: string[] = [];
      const [title, ...rest] = marked.lexer(source).filter(({ type }) => type !== "space");
      if (title?.type !== "heading") throw new Error(`${id} does not start with a heading.`);
      const blocks = rest.map((token) => blockOf(token, pictures));
      const page = JSON.stringify({ title: plain(inline(title.tokens)), blocks });
      const imports = pictures.map((name, n) => `import picture${n} from "./${name}";\n`).join("");
      return {
        code: `${imports}export const page = ${page.replace(/"\$picture(\d+)"/g, "picture$1")};\n`,
        map: null,
      };
    },
  };
}

function blockOf(given: Token, pictures: string[]): Block {
  const token = given as MarkedToken;
  switch (token.type) {
    case "heading":
      return { kind: "heading", content: inline(token.tokens) };
    case "paragraph": {
      const [only, ...others] = token.tokens;
      return only?.type === "image" && others.length === 0
        ? pictureOf(only as Tokens.Image, pictures)
        : { kind: "paragraph", content: inline(token.tokens) };
    }
    case "list":
      return { kind: "list", ordered: token.ordered, items: token.items.map(({ tokens }) => inline(tokens)) };
    case "table":
      return {
        kind: "table",
        head: token.header.map(({ tokens }) => inline(tokens)),
        rows: token.rows.map((row) => row.map(({ tokens }) => inline(tokens))),
      };
    default:
      throw unknown(token);
  }
}

function pictureOf({ href, text }: Tokens.Image, pictures: string[]): Block {
  pictures.push(href);
  return { kind: "picture", source: `$picture${pictures.length - 1}`, text };
}

function inline(tokens: readonly Token[] | undefined): Part[] {
  return (tokens ?? []).flatMap((given): Part[] => {
    const token = given as MarkedToken;
    switch (token.type) {
      case "text":
        return token.tokens ? inline(token.tokens) : [{ kind: "text", text: decoded(token.text) }];
      case "paragraph":
        return inline(token.tokens);
      case "escape":
        return [{ kind: "text", text: token.text }];
      case "strong":
      case "em":
      case "codespan":
        return [{ kind: token.type, text: decoded(token.text) }];
      case "link":
        return [{ kind: "link", text: decoded(token.text), page: token.href }];
      default:
        throw unknown(token);
    }
  });
}

function unknown({ type, raw }: Token): Error {
  return new Error(`A help page holds "${type}", which is not shown: ${raw}`);
}

function plain(content: readonly Part[]): string {
  return content.map(({ text }) => text).join("");
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };

function decoded(text: string): string {
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (all, name: string) => ENTITIES[name] ?? all);
}

import { AppError } from "#core/errors.ts";

/** An element of an XML document. Comments, instructions and the document type are left out. */
export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, blanks at the ends removed. */
  readonly text: string;
}

/** Nothing that describes an entry is nested so deeply. */
const DEEPEST = 100;

/** A comment, CDATA, an instruction, the document type, or a tag: closing, with attributes, empty. */
const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<![^>]*>|<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Reads a small XML document: elements, attributes, text, CDATA, the five named and all numeric entities. Entities a
 * document defines itself are not expanded. Throws `format` when tags do not match.
 */
export function readXml(document: string): XmlElement {
  const root = opened("", "");
  const open: OpenElement[] = [root];
  let end = 0;
  for (const match of document.matchAll(MARKUP)) {
    const [all, data, closing, name, attributes = "", empty] = match;
    const current = open.at(-1) ?? root;
    current.text += unescaped(document.slice(end, match.index)) + (data ?? "");
    end = match.index + all.length;
    if (name === undefined) continue;
    const local = name.replace(/^.*:/, "");
    if (closing) close(open, local);
    else if (empty) current.children.push(closed(opened(local, attributes)));
    else open.push(opened(local, attributes));
    if (open.length > DEEPEST) throw damaged("it is nested too deeply");
  }
  const [element, ...more] = root.children;
  if (open.length > 1) throw damaged(`<${open.at(-1)?.name}> is not closed`);
  if (!element || more.length > 0) throw damaged("it has no single root");
  return element;
}

/** The first element at a path of names below an element; undefined when there is none. */
export function elementAt(from: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  return elementsAt(from, ...path)[0];
}

/** All elements at a path of names below an element, in the document's order. */
export function elementsAt(from: XmlElement, ...path: readonly string[]): XmlElement[] {
  return path.reduce<XmlElement[]>(
    (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [from],
  );
}

/** All elements of a name below an element, however deep. */
export function elementsNamed(from: XmlElement, name: string): XmlElement[] {
  return from.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsNamed(child, name),
  ]);
}

function opened(name: string, attributes: string): OpenElement {
  const pairs = [...attributes.matchAll(ATTRIBUTE)].map(
    ([, key = "", double, single]) => [key, unescaped(double ?? single ?? "")] as const,
  );
  return { name, attributes: new Map(pairs), children: [], text: "" };
}

function closed({ text, ...element }: OpenElement): XmlElement {
  return { ...element, text: text.trim() };
}

function close(open: OpenElement[], name: string): void {
  const last = open.pop();
  const parent = open.at(-1);
  if (!last || !parent || last.name !== name) throw damaged(`</${name}> closes nothing`);
  parent.children.push(closed(last));
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? all;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

function damaged(why: string): AppError {
  return new AppError("format", `This XML document is damaged: ${why}.`);
}

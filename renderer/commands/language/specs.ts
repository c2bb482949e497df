import { type Word, wordError } from "#renderer/commands/language/words.ts";
import { isPlaced, type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/**
 * The entries that a spec names: "#1", "#1,3-5", "#2.1" (a placed copy), "all", "sel", unions with "|". Copies go
 * along with their model. Throws `input`, pointing at the word, when it names nothing.
 */
export function findEntries(
  word: Word,
  entries: readonly SceneEntry[],
  picked: readonly string[],
): SceneEntry[] {
  const wanted = word.text.split("|").map((term) => matcher(term, word, picked));
  const found = entries.filter((entry) => wanted.some((isWanted) => isWanted(entry)));
  if (found.length === 0) throw wordError(nothing(word.text, entries), word);
  return found;
}

/** How commands of the log name entries: "#1,3", "#1|#2.1". */
export function specsOf(entries: readonly SceneEntry[]): string {
  const numbers = entries.filter((entry) => !isPlaced(entry)).map(({ number }) => number);
  const copies = entries.filter((entry) => isPlaced(entry) && !numbers.includes(entry.number)).map(specOf);
  return [...(numbers.length > 0 ? [`#${numbers.join(",")}`] : []), ...copies].join("|");
}

type Matcher = (entry: SceneEntry) => boolean;

function matcher(term: string, word: Word, picked: readonly string[]): Matcher {
  if (term === "all") return () => true;
  if (term === "sel") return (entry) => picked.includes(specOf(entry));
  if (/^#[\d,.-]+$/.test(term)) {
    const items = term
      .slice(1)
      .split(",")
      .map((item) => itemMatcher(item, word));
    return (entry) => items.some((isWanted) => isWanted(entry));
  }
  if (/^#?[\d.]*[/:@]/.test(term)) {
    throw wordError(
      "Name whole maps and models here, such as #1 or #2.1; chains and atoms cannot be chosen.",
      word,
    );
  }
  throw wordError(`"${term}" names no map or model; write #1, #1-3, #2.1, all or sel.`, word);
}

function itemMatcher(item: string, word: Word): Matcher {
  const copy = /^(\d+)\.(\d+)(?:-(\d+))?$/.exec(item);
  if (copy) {
    const [number, low, high] = [Number(copy[1]), Number(copy[2]), Number(copy[3] ?? copy[2])];
    return (entry) => isPlaced(entry) && entry.number === number && entry.copy >= low && entry.copy <= high;
  }
  const range = /^(\d+)(?:-(\d+))?$/.exec(item);
  if (!range) throw wordError(`"${item}" is no number of a map or model.`, word);
  const [low, high] = [Number(range[1]), Number(range[2] ?? range[1])];
  return ({ number }) => number >= low && number <= high;
}

function nothing(text: string, entries: readonly SceneEntry[]): string {
  if (text === "sel") return "Nothing is selected; Ctrl-click something in the scene.";
  if (entries.length === 0) return "Nothing is open yet.";
  return `${text} is not open; open are ${entries.map(specOf).join(", ")}.`;
}

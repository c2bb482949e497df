import { AppError } from "#core/errors.ts";
import { type EntryId, entryTitle } from "#core/format/entry-id.ts";

/** Why one address did not give a file. */
export class Refusal extends Error {
  /** Not there; no connection at all; anything that may be better the next time. */
  readonly kind: "missing" | "offline" | "broken" | "refused";
  readonly url: string;
  /** ms the archive asks to wait. */
  readonly retryAfter: number;

  constructor(kind: Refusal["kind"], url: string, reason: string, retryAfter = 0) {
    super(reason);
    this.kind = kind;
    this.url = url;
    this.retryAfter = retryAfter;
  }

  static of(url: string, thrown: unknown): Refusal {
    if (thrown instanceof Refusal) return new Refusal(thrown.kind, url, thrown.message, thrown.retryAfter);
    const code = codeOf(thrown);
    const isOffline = /^(ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(code);
    return new Refusal(isOffline ? "offline" : "broken", url, causeOf(thrown));
  }

  static ofStatus(response: Response): Refusal {
    const { status, statusText, url } = response;
    const reason = `answered ${status} ${statusText}`.trim();
    // 400 and 422 are how AlphaFold DB answers to ids that no protein has.
    if ([400, 404, 410, 422].includes(status)) return new Refusal("missing", url, reason);
    const isBusy = status === 429 || status >= 500 || status === 206 || status === 416 || status === 408;
    const seconds = Number(response.headers.get("retry-after") ?? 0);
    return new Refusal(
      isBusy ? "broken" : "refused",
      url,
      reason,
      Number.isFinite(seconds) ? 1000 * seconds : 0,
    );
  }
}

/** What `download` throws when no address answers well: why each did not, the last time it was asked. */
export class Failure extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(({ message }) => message).join("; "));
    this.refusals = refusals;
  }
}

/** A failure to fetch an entry as a sentence that says what to do. What is no Failure is handed back as it is. */
export function failureOf(entry: EntryId, thrown: unknown, kept = 0): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  const { refusals } = thrown;
  const reasons = refusals.map(({ url, message }) => `${new URL(url).host}: ${message}`);
  const detail = { entry: entryTitle(entry), reasons };
  if (refusals.every(({ kind }) => kind === "missing"))
    return new AppError("input", UNKNOWN[entry.database](entry), detail);
  if (refusals.every(({ kind }) => kind === "offline")) {
    return new AppError(
      "resource",
      `${entryTitle(entry)} could not be fetched because this computer is off-line (${reasons[0]}). Connect to the network and try again, or open a file from disk.`,
      detail,
    );
  }
  const part = kept > 0 ? ` The ${megabytes(kept)} that came are kept and gone on from.` : "";
  return new AppError(
    "resource",
    `${entryTitle(entry)} could not be fetched (${reasons.join("; ")}). Try again in a few minutes.${part}`,
    detail,
  );
}

const UNKNOWN: Readonly<Record<EntryId["database"], (entry: EntryId) => string>> = {
  pdb: ({ id }) => `The PDB has no released entry ${id}. Check the id: four characters, such as 6WTI.`,
  emdb: ({ id }) =>
    `EMDB has no released map EMD-${id}. Check the number; maps that are on hold cannot be fetched yet.`,
  alphafold: ({ id }) =>
    `AlphaFold DB has no model of ${id}. It takes UniProt accessions such as P69905; try the PDB for others.`,
};

/** "12 MB", "340 kB", with as many digits as say something. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  if (size < 1) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return `${size < 10 ? size.toPrecision(2) : Math.round(size)} MB`;
}

/** The reason inside what fetch throws: "fetch failed" alone helps nobody. */
export function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause instanceof Error ? thrown.cause : thrown;
  return cause.message || codeOf(thrown) || thrown.message;
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "";
  const cause = thrown.cause instanceof Error ? thrown.cause : thrown;
  return "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** Names a browser on this machine, or at the near end of an SSH tunnel, calls this server by. */
const LOCAL_NAMES = new Set(["127.0.0.1", "localhost"]);

const COOKIE = "mapwright";

/** Who may come in: whoever has the token of this start, from a page of this server, by a local name. */
export interface Guard {
  /** The token, for the address that is printed. */
  readonly token: string;
  /** Whether the Host header names this machine: a rebound DNS name does not. */
  isLocal(request: IncomingMessage): boolean;
  /** Whether the page that asks, when the browser says which, is one of this server. */
  isOwnPage(request: IncomingMessage): boolean;
  isToken(offered: string | null): boolean;
  hasCookie(request: IncomingMessage): boolean;
  /** The header that gives a browser the cookie; scripts cannot read it and other sites cannot make it be sent. */
  cookieHeader(): string;
}

/** A guard with a fresh token. The cookie's name has the server's port, because cookies are shared between ports. */
export function createGuard(port: number): Guard {
  const token = randomBytes(32).toString("base64url");
  const cookie = `${COOKIE}-${port}`;
  const isToken = (offered: string | null) => offered !== null && isSame(offered, token);
  return {
    token,
    isToken,
    isLocal: ({ headers }) => LOCAL_NAMES.has(hostName(headers.host)),
    isOwnPage({ headers }) {
      const site = headers["sec-fetch-site"];
      if (site !== undefined && site !== "same-origin" && site !== "none") return false;
      return headers.origin === undefined || headers.origin === `http://${headers.host}`;
    },
    hasCookie({ headers }) {
      const values = (headers.cookie ?? "").split(";").map((part) => part.trim().split("="));
      return values.some(([name, value]) => name === cookie && isToken(value ?? null));
    },
    cookieHeader: () => `${cookie}=${token}; HttpOnly; SameSite=Strict; Path=/`,
  };
}

/** What an answer may do: run scripts of this server and talk to it (`host`, as the browser calls it), nothing else. */
export function safetyHeaders(host?: string): OutgoingHttpHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // Older browsers do not count a WebSocket of the same host as 'self'.
    `connect-src 'self'${host === undefined ? "" : ` ws://${host}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
}

/** The name without its port, in lower case; "" when it is not written as a host. */
function hostName(host: string | undefined): string {
  return /^([a-z0-9.-]+)(:\d{1,5})?$/i.exec(host ?? "")?.[1]?.toLowerCase() ?? "";
}

/** Compares in a time that does not tell how much was right. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

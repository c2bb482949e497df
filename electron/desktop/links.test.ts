import { describe, expect, it } from "vitest";
import { isAllowedLink } from "#electron/desktop/links.ts";
import { isAppAddress } from "#electron/desktop/scheme.ts";

describe("a link to the browser", () => {
  it.each(["https://www.rcsb.org/structure/6WTI", "https://doi.org/10.1038/s41592-020-0880-5"])(
    "is allowed: %s",
    (address) => expect(isAllowedLink(address)).toBe(true),
  );

  it.each([
    "http://www.rcsb.org/structure/6WTI",
    "https://www.rcsb.org.evil.example/",
    "https://evil.example/?https://www.rcsb.org/",
    "https://me@www.rcsb.org/",
    "https://www.rcsb.org:8443/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "smb://server/share",
    "nonsense",
  ])("is refused: %s", (address) => expect(isAllowedLink(address)).toBe(false));
});

describe("an address of the application", () => {
  it.each(["app://mapwright/", "app://mapwright/gpu/index.html"])("is its own: %s", (address) =>
    expect(isAppAddress(address)).toBe(true),
  );

  it.each(["app://mapwright.evil/", "app://a@mapwright/", "app://mapwright:1/", "https://mapwright/", ""])(
    "is another's: %s",
    (address) => expect(isAppAddress(address)).toBe(false),
  );
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { builtEngineFiles } from "#workers/built.testing.ts";

const root = resolve(import.meta.dirname, "../..");

interface Configuration {
  readonly files: readonly string[];
  readonly asarUnpack: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly fileAssociations: readonly { readonly ext: string; readonly role: string }[];
  readonly linux: { readonly target: unknown };
  readonly mac: { readonly target: unknown; readonly icon: string };
  readonly win: { readonly target: unknown; readonly icon: string };
}

interface Packaging {
  readonly builder: string;
  missingForDeb(manifest: object): string;
  builderWords(asked: readonly string[], manifest: object, platform: string): string[];
}

let configuration: Configuration;
let packaging: Packaging;
/** What the build made, from its own stamp. */
let outputs: readonly string[];

beforeAll(async () => {
  builtEngineFiles();
  configuration = (await import(join(root, "build/installer.mjs"))).default;
  packaging = await import(join(root, "build/package.mjs"));
  const [, made = ""] = readFileSync(join(root, "dist/.stamp"), "utf8").split("\n\n");
  outputs = made.trim().split("\n");
});

/** electron-builder's own schema where it is installed or npx has kept it. */
function schemaPath(): string | undefined {
  const version = packaging.builder.split("@")[1];
  const kept = join(homedir(), ".npm/_npx");
  const places = existsSync(kept) ? readdirSync(kept).map((name) => join(kept, name)) : [];
  return [process.env["ELECTRON_BUILDER"] ?? "", root, ...places]
    .map((place) => join(place, "node_modules/app-builder-lib"))
    .filter((place) => existsSync(join(place, "scheme.json")))
    .filter((place) => JSON.parse(readFileSync(join(place, "package.json"), "utf8")).version === version)
    .map((place) => join(place, "scheme.json"))[0];
}

/** Whether a pattern of the configuration (a path, or a folder with `**`) takes a file. */
function takes(pattern: string, path: string): boolean {
  return pattern.endsWith("/**") ? path.startsWith(pattern.slice(0, -2)) : pattern === path;
}

describe("the installers", () => {
  it("are configured as electron-builder's own schema has it", (context) => {
    const place = schemaPath();
    if (place === undefined) {
      console.log(
        `Skipped: the schema of ${packaging.builder}, because it was never fetched (npm run package).`,
      );
      return context.skip();
    }
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(place, "utf8")));
    expect(schema.safeParse(configuration).error?.issues).toBeUndefined();
    expect(schema.safeParse({ ...configuration, asarUnpacked: [] }).success).toBe(false);
  });

  it("hold what the build makes for the desktop, and nothing that is not there", () => {
    const taken = configuration.files.filter((pattern) => !pattern.startsWith("!"));
    for (const pattern of taken) {
      const isThere = outputs.some((path) => takes(pattern, path)) || existsSync(join(root, pattern));
      expect(isThere, pattern).toBe(true);
    }
    const packed = outputs.filter((path) => taken.some((pattern) => takes(pattern, path)));
    for (const needed of [
      "dist/desktop/main.js",
      "dist/desktop/preload.cjs",
      "dist/window/index.html",
      "dist/gpu-window/index.html",
      "dist/gpu-window/gpu-page.js",
      "dist/workers/engine-thread.js",
      "dist/workers/thread.js",
      "dist/kernels/fit.wasm",
    ]) {
      expect(packed).toContain(needed);
    }
    expect(packed.filter((path) => /^dist\/(cli|e2e)\//.test(path))).toEqual([]);
    expect(configuration.files).toContain("package.json");
    const { main } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(packed).toContain(main);
  });

  it("keep threads, kernels and the manifest beside the archive", () => {
    const beside = outputs.filter((path) => /^dist\/(workers|kernels)\//.test(path));
    expect(beside.length).toBeGreaterThan(2);
    for (const path of [...beside, "package.json"]) {
      expect(
        configuration.asarUnpack.some((pattern) => takes(pattern, path)),
        path,
      ).toBe(true);
    }
  });

  it("are for Linux, macOS on both processors and Windows, with icons of the size each asks for", () => {
    expect(configuration.linux.target).toEqual(["AppImage", "deb"]);
    expect(configuration.mac.target).toEqual([{ target: "dmg", arch: ["arm64", "x64"] }]);
    expect(configuration.win.target).toEqual(["nsis"]);
    const edge = (path: string) => readFileSync(join(root, path)).readUInt32BE(16); // PNG: width in IHDR
    expect([edge(configuration.mac.icon), edge(configuration.win.icon)]).toEqual([1024, 256]);
    expect(edge("assets/icons/512x512.png")).toBe(512);
  });

  it("offer to open maps and models, and own projects", () => {
    expect(configuration.fileAssociations.map(({ ext, role }) => [ext, role])).toEqual([
      ["mrc", "Viewer"],
      ["map", "Viewer"],
      ["ccp4", "Viewer"],
      ["pdb", "Viewer"],
      ["cif", "Viewer"],
      ["bcif", "Viewer"],
      ["mapwright", "Editor"],
    ]);
  });

  it("leave no way around the archive", () => {
    expect(configuration.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });
});

describe("npm run package", () => {
  const config = ["--config", "build/installer.mjs"];
  const complete = { homepage: "https://example.org", author: { name: "A", email: "a@example.org" } };

  it("leaves the deb out while nobody can be named in it, unless it is asked for", () => {
    expect(packaging.missingForDeb({})).toBe("a homepage and an author with an e-mail address");
    expect(packaging.missingForDeb({ ...complete, author: "A <a@example.org>" })).toBe("");
    expect(packaging.builderWords([], {}, "linux")).toEqual([...config, "--linux", "AppImage"]);
    expect(packaging.builderWords([], complete, "linux")).toEqual(config);
    expect(packaging.builderWords(["--linux", "deb"], {}, "linux")).toEqual([...config, "--linux", "deb"]);
    expect(packaging.builderWords([], {}, "darwin")).toEqual(config);
  });
});

/**
 * What `npm run package` hands to electron-builder: the application for Linux (AppImage, deb), macOS (dmg for both
 * processors) and Windows (nsis). Everything that runs is bundled, so no package of node_modules goes along.
 */
import { iconSizes } from "./entries.mjs";

const icon = (size) => {
  if (!iconSizes.includes(size)) throw new Error(`There is no icon of ${size} pixels.`);
  return `assets/icons/${size}x${size}.png`;
};

/** What the built application consists of; source maps are left out. */
const parts = ["desktop", "window", "gpu-window", "workers", "kernels"].map((folder) => `dist/${folder}/**`);

/** Endings that the desktop offers to open with Mapwright. `Alternate`: it does not push itself to the front. */
const map = (ext, name) => ({ ext, name, description: name, role: "Viewer", rank: "Alternate" });
const fileAssociations = [
  map("mrc", "MRC density map"),
  map("map", "CCP4 density map"),
  map("ccp4", "CCP4 density map"),
  { ...map("pdb", "PDB atomic model"), mimeType: "chemical/x-pdb" },
  { ...map("cif", "mmCIF atomic model"), mimeType: "chemical/x-cif" },
  map("bcif", "BinaryCIF atomic model"),
  {
    ext: "mapwright",
    name: "Mapwright project",
    description: "Mapwright project",
    role: "Editor",
    rank: "Owner",
    mimeType: "application/x-mapwright",
  },
];

export default {
  appId: "org.mapwright.app",
  productName: "Mapwright",
  copyright: "MIT licence",
  directories: { output: "release", buildResources: "assets/icons" },
  files: [...parts, "assets/icons/512x512.png", "package.json", "LICENSE", "!node_modules", "!**/*.map"],
  asar: true,
  // Threads are started from files and kernels are read by threads: both lie beside the archive, not in it, and the
  // manifest beside them says that they are ES modules.
  asarUnpack: ["dist/workers/**", "dist/kernels/**", "**/*.{node,wasm}", "package.json"],
  npmRebuild: false, // nothing native goes along
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false, // pages come by app://
  },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in.
  artifactName: "mapwright-${version}-${os}-${arch}.${ext}",
  publish: null,
  fileAssociations,
  linux: {
    target: ["AppImage", "deb"],
    icon: "assets/icons",
    category: "Science",
    synopsis: "Fit atomic models into cryo-EM maps",
    executableName: "mapwright",
  },
  mac: {
    target: [{ target: "dmg", arch: ["arm64", "x64"] }],
    icon: icon(1024),
    category: "public.app-category.education",
    hardenedRuntime: true,
  },
  win: { target: ["nsis"], icon: icon(256) },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true, perMachine: false },
};

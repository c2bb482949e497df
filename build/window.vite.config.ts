import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { helpPages } from "./help-pages.ts";

const root = join(import.meta.dirname, "..");

/** The window, as the desktop application and the browser host serve it. */
export default defineConfig({
  root: join(root, "renderer"),
  base: "./",
  plugins: [react(), helpPages()],
  build: {
    outDir: join(root, "dist/window"),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the window's policy admits no data: addresses
    chunkSizeWarningLimit: 800, // kB; three.js alone is about 700
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "three", test: /node_modules\/three\// },
            { name: "dock", test: /node_modules\/dockview/ },
          ],
        },
      },
    },
  },
});

// Builds the chat straight into the Python package, and gives the service worker the list of what to keep.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const WORKER = "sw.js";
const FROM_PUBLIC = ["icon.svg", "manifest.webmanifest"];

/** Their names carry no hash, so the worker's version has to notice when what is in them changes. */
const UNHASHED = ["index.html", ...FROM_PUBLIC.map((name) => `public/${name}`)];

/** Writes the names of the built files into the worker, so that a new build is a new worker with a new cache. */
function shellList(): Plugin {
  return {
    name: "shell-list",
    apply: "build",
    generateBundle(_, bundle) {
      const worker = bundle[WORKER];
      if (worker?.type !== "chunk") throw new Error(`${WORKER} was not built`);
      const built = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
      const files = ["/", ...[...FROM_PUBLIC, ...built].map((name) => `/${name}`).sort()];
      const digest = createHash("sha256").update(files.join());
      for (const name of UNHASHED) digest.update(readFileSync(name));
      worker.code = worker.code.replace("__SHELL__", JSON.stringify({ version: digest.digest("hex").slice(0, 12), files }));
    },
  };
}

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [shellList()],
  build: {
    outDir: process.env["TUCKAWAY_CHAT_OUT"] ?? "../webhooks/static",
    emptyOutDir: true,
    target: "es2022",
    // The page's content security policy allows neither inline scripts nor data: styles.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: "index.html", sw: "src/worker/sw.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? WORKER : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    proxy: { "/api": { target: "http://127.0.0.1:8765", ws: true } },
  },
});

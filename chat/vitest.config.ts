// Unit tests, in a DOM without layout; what needs layout is tested in a real browser, see tests/browser.
import { defineConfig, mergeConfig } from "vitest/config";
import build from "./vite.config.ts";

export default mergeConfig(
  build,
  defineConfig({
    test: {
      environment: "happy-dom",
      include: ["src/**/*.test.{ts,tsx}"],
      sequence: { shuffle: true },
    },
  }),
);

import { defineConfig } from "vite";

// The output is published with @foyer/local, which serves it at /_foyer/.
export default defineConfig({
  base: "/_foyer/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../local/console",
    emptyOutDir: true,
    target: "es2023",
    // Where light-dark() is known, it needs no translation.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  // `vite` alone serves the sources, with the API of a local AWS that runs beside it.
  server: { proxy: { "^/_foyer/(?!src|@|node_modules|icon)[a-z-]+": process.env.FOYER_URL ?? "http://127.0.0.1:4600" } },
});

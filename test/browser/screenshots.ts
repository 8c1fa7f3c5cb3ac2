/**
 * Takes a picture of every page of the console, in both themes and at the width of a phone: `node test/browser/screenshots.ts <folder>`
 * (with `--conditions=foyer-source`). For people to look at. With `--readme` it takes only the README's, into docs/images.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { pictures } from "./pictures.ts";
import { startBrowser } from "./test-browser.ts";

const forReadme = process.argv.includes("--readme");
const folder = forReadme ? join(import.meta.dirname, "..", "..", "docs", "images") : (process.argv[2] ?? "screenshots");
mkdirSync(folder, { recursive: true });
/** Cognito asked three times, two attempts were cut off after five seconds, and everything happened once. */
const readmePicture = "user-three-attempts";
const browser = await startBrowser();
const views = [
  { name: "light", theme: "light", width: 1280, height: 860 },
  { name: "dark", theme: "dark", width: 1280, height: 860 },
  { name: "phone", theme: "light", width: 375, height: 812 },
  { name: "phone-dark", theme: "dark", width: 375, height: 812 },
] as const;
try {
  for (const { name, prepare, hash, wait } of pictures) {
    const state = await prepare?.(browser);
    for (const view of views) {
      if (forReadme && (name !== readmePicture || view.width < 1000)) continue;
      const page: Page = await browser.open(typeof hash === "function" ? hash(state ?? {}) : hash, view);
      await wait(page);
      await page.screenshot({ path: join(folder, `${forReadme ? "console" : name}-${view.name}.png`), fullPage: true });
      await page.close();
    }
    console.log(name);
  }
} finally {
  await browser.stop();
}
for (const complaint of browser.complaints) console.error(complaint);
process.exitCode = browser.complaints.length > 0 ? 1 : 0;

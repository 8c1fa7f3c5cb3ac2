import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails if axe knows of a barrier in the page as it is; frames of others are not looked into. */
export async function assertNoBarriers(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(
    "axe.run(document, { iframes: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))",
  );
  assert.deepEqual(violations, [], where);
}

/** Fails if the page scrolls sideways. */
export async function assertFits(page: Page, where: string): Promise<void> {
  const { scrollWidth, clientWidth } = await page
    .locator("html")
    .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
  assert.ok(scrollWidth <= clientWidth, `${where} is ${scrollWidth - clientWidth} pixels too wide`);
}

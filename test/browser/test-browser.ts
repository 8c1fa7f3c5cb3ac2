import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";

/** Debian's; another one is named by CHROMIUM. */
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export interface OpenOptions {
  theme?: "light" | "dark";
  width?: number;
  height?: number;
}

/** A browser, and a local AWS with the onboarding of examples/welcome, whose console it looks at. */
export interface TestBrowser {
  dev: Dev;
  browser: Browser;
  /** Opens a page of the console, `#/users/abc`, in a window of its own that forgets everything when it is closed. */
  open(hash?: string, options?: OpenOptions): Promise<Page>;
  /** What pages complained of: errors, and what their policy refused. Empty, unless something is wrong. */
  complaints: string[];
  stop(): Promise<void>;
}

/** Starts both. */
export async function startBrowser(): Promise<TestBrowser> {
  const file = join(import.meta.dirname, "../../examples/welcome/onboarding.ts");
  const [dev, browser] = await Promise.all([
    startDev({ file }),
    chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"] }),
  ]);
  const complaints: string[] = [];
  return {
    dev,
    browser,
    complaints,
    async open(hash = "#/", { theme = "light", width = 1280, height = 860 } = {}) {
      const context: BrowserContext = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: "reduce",
        timezoneId: "UTC",
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      // A browser that ends meanwhile has closed it.
      page.on("close", () => void context.close().catch(() => {}));
      await page.goto(`${dev.local.url}/_foyer/${hash}`);
      await page.getByText("Live", { exact: true }).waitFor();
      return page;
    },
    async stop() {
      await browser.close();
      await dev.stop();
    },
  };
}

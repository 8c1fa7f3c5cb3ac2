/**
 * Draws what a command prints as a picture for the README: `node scripts/terminal-picture.ts docs/images/check.png check src/confirm.js`.
 * Without a command it is that of `npm start -- --once`.
 * Needs Chromium (Debian's package) at /usr/bin/chromium, or at $CHROMIUM.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const target = resolve(process.argv[2] ?? "docs/images/start.png");
const words = process.argv.slice(3);
const command = [
  "--conditions=foyer-source",
  "packages/cli/src/main.ts",
  ...(words.length > 0 ? words : ["dev", "examples/welcome/onboarding.ts", "--once", "--data", ":memory:"]),
];
const env = { ...process.env, FORCE_COLOR: "1" };
const text = execFileSync(process.execPath, command, { encoding: "utf8", env });

const colors: Record<string, string> = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  34: "#79c0ff",
  35: "#d2a8ff",
  36: "#76e3ea",
  90: "#8b949e",
};
const styles: Record<string, string> = { 1: "font-weight:700", 2: "opacity:.6", 4: "text-decoration:underline" };

/** ANSI colours as spans; any end code closes the innermost one. */
function spans(line: string): string {
  const escaped = line.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with this character.
  return escaped.replace(/\x1b\[(\d+)m/g, (_, code: string) =>
    colors[code] ? `<span style="color:${colors[code]}">` : styles[code] ? `<span style="${styles[code]}">` : "</span>",
  );
}

// The environment of a handler is not what the picture is about.
const shown = words.filter((word) => word !== "--env" && !/^[A-Z_]+=/.test(word));
const prompt = words.length > 0 ? `foyer ${shown.join(" ")}` : "npm start";
const lines = text.trimEnd().split("\n");
const html = `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #0d1117 } pre { margin: 0; padding: 24px 28px; color: #e6edf3; font: 14px/1.45 "DejaVu Sans Mono", monospace }
</style><pre>$ ${prompt}\n${lines.map(spans).join("\n")}</pre>`;
const folder = mkdtempSync(join(tmpdir(), "foyer-picture-"));
writeFileSync(join(folder, "page.html"), html);
const height = Math.ceil((lines.length + 1) * 14 * 1.45) + 50;
execFileSync(process.env.CHROMIUM ?? "/usr/bin/chromium", [
  ...[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--force-device-scale-factor=2",
  ],
  `--user-data-dir=${join(folder, "profile")}`,
  `--window-size=980,${height}`,
  `--screenshot=${target}`,
  join(folder, "page.html"),
]);
rmSync(folder, { recursive: true });
console.log(target);

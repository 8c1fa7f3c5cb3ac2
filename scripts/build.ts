/**
 * Builds the publishable packages into `packages/<name>/dist`: ESM and types by the TypeScript compiler, and beside them the files
 * that it does not know (wire models, the function bootstrap).
 */
import { execFileSync } from "node:child_process";
import { cpSync, globSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(root, "node_modules", ".bin", "tsc");

// The local AWS serves the console from its package.
execFileSync(join(root, "node_modules", ".bin", "vite"), ["build", join(root, "packages", "console"), "--logLevel", "warn"], {
  stdio: "inherit",
});
console.log("built packages/local/console");

// In the order of their imports: each is type-checked against the built types of the ones before.
for (const name of ["foyer", "local", "cli", "cdk"]) {
  const folder = join(root, "packages", name);
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  execFileSync(tsc, ["-p", folder], { stdio: "inherit" });
  for (const file of globSync("**/*.{mjs,py,template}", { cwd: join(folder, "src") }))
    cpSync(join(folder, "src", file), join(folder, "dist", file));
  for (const file of globSync("model/*.json", { cwd: join(folder, "src") }))
    cpSync(join(folder, "src", file), join(folder, "dist", file));
  console.log(`built packages/${name}/dist`);
}

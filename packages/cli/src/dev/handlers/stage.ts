import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join, relative, sep } from "node:path";
import { CommandError } from "../../errors.ts";
import type { HandlerCode } from "./read-handler.ts";

// Where tools put what is no code: .git, .foyer, .venv, .serverless, …
const noCode = /^(\..*|node_modules|__pycache__|cdk\.out)$/;

// Lambda's limit for a function's code and layers, unzipped.
const maxBytes = 250 * 1_048_576;

/**
 * The files in the folder of a handler, at any depth, absolute.
 * @throws {CommandError} when they are more than Lambda takes, as in a folder that is not the handler's own
 */
export function filesAround(file: string): string[] {
  const found: string[] = [];
  let bytes = 0;
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!noCode.test(entry.name)) walk(path);
        continue;
      }
      const stats = statSync(path, { throwIfNoEntry: false });
      if (!stats?.isFile()) continue;
      found.push(path);
      bytes += stats.size;
      if (bytes > maxBytes)
        throw new CommandError(
          `Cannot use the handler ${file}: its folder holds more than 250 MB, which is all that Lambda takes. Put it into a folder of its own.`,
        );
    }
  };
  walk(dirname(file));
  return found;
}

/** Puts the code of a handler into `target`, each file at its place below the root. */
export function stage({ file, root, elsewhere, bundled }: HandlerCode, target: string): void {
  const at = (path: string) => join(target, relative(root, path));
  for (const path of [...filesAround(file), ...elsewhere]) {
    mkdirSync(dirname(at(path)), { recursive: true });
    copyFileSync(path, at(path));
  }
  const folder = dirname(at(file));
  const runs = bundled?.name ?? basename(file);
  for (const name of foundBefore(runs)) rmSync(join(folder, name), { force: true });
  for (const [name, content] of bundled?.files ?? []) writeFileSync(join(folder, name), content);
  const modules = nearest("node_modules", dirname(file));
  if (modules) symlinkSync(realpathSync(modules), join(target, "node_modules"), "junction");
}

// Lambda's setting names no suffix, and a compiler may have left its output beside the file that was named.
function foundBefore(name: string): string[] {
  const order = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];
  const suffix = extname(name);
  return order.slice(0, Math.max(order.indexOf(suffix), 0)).map((earlier) => name.slice(0, -suffix.length) + earlier);
}

/** The package.json that a file belongs to. */
export function nearestManifest(file: string): string | undefined {
  return nearest("package.json", dirname(file));
}

/** The innermost folder that all files are in. */
export function commonFolder(files: string[]): string {
  const [first = [], ...others] = files.map((file) => dirname(file).split(sep));
  const length = first.findIndex((name, index) => others.some((other) => other[index] !== name));
  return (length === -1 ? first : first.slice(0, length)).join(sep) || sep;
}

function nearest(name: string, folder: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : nearest(name, dirname(folder));
}

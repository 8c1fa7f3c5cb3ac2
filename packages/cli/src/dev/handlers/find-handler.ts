import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { CommandError } from "../../errors.ts";
import type { TriggerHandler } from "./trigger-option.ts";

/** The file of a handler, absolute and without links, and the export if one was named. */
export interface HandlerFile {
  file: string;
  exportName: string | undefined;
}

const nodeExtensions = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];
const extensions = [...nodeExtensions, ".py"];

/** Finds the file that a `--trigger` means. @throws {CommandError} when there is none, or none that can run here. */
export function findHandler(handler: TriggerHandler): HandlerFile {
  const { file, exportName } = find(handler);
  return { file: realpathSync(file), exportName };
}

function find({ trigger, path, exportName }: TriggerHandler): HandlerFile {
  const named = resolve(path);
  if (isFile(named)) {
    if (extensions.includes(extname(named))) return { file: named, exportName };
    throw new CommandError(
      `Cannot run '${path}' for the trigger ${trigger}: handlers here are Node.js (${nodeExtensions.join(", ")}) or Python (.py) files.`,
    );
  }
  if (isFolder(named)) {
    const file = mainOf(named);
    if (file) return { file, exportName };
    throw new CommandError(
      `Cannot start as the folder '${path}' for the trigger ${trigger} has no package.json whose main exists, no index file and no lambda_function.py.`,
    );
  }
  const bare = withExtension(named);
  if (bare) return { file: bare, exportName };
  // AWS's handler setting: what follows the first dot of the last part is the export.
  const [, stem, setting] = /^([^.]+)\.([\w$.]+)$/.exec(basename(named)) ?? [];
  const dotted = stem && withExtension(join(dirname(named), stem));
  if (dotted && exportName === undefined) return { file: dotted, exportName: setting };
  throw new CommandError(`Cannot start as there is no file '${path}' for the trigger ${trigger}.`);
}

function mainOf(folder: string): string | undefined {
  const main = manifestOf(folder).main;
  const named = main === undefined ? undefined : resolve(folder, main);
  if (named && isFile(named)) return named;
  return (
    (named && (withExtension(named) ?? withExtension(join(named, "index")))) ??
    withExtension(join(folder, "index")) ??
    withExtension(join(folder, "lambda_function"))
  );
}

/** What a package.json says of a folder's code. @returns nothing if there is none that can be read. */
export function manifestOf(folder: string): { main?: string; type?: string } {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return {};
  }
}

function withExtension(stem: string): string | undefined {
  return extensions.map((extension) => stem + extension).find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

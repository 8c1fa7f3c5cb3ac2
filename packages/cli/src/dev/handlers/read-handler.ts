import { readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { CommandError } from "../../errors.ts";
import { withEsbuild } from "../esbuild-process.ts";
import { type BundledHandler, bundleHandler } from "./bundle-handler.ts";
import { findHandler, manifestOf } from "./find-handler.ts";
import { analyse, type Imports } from "./imports.ts";
import { pythonExports, pythonRootOf } from "./python-file.ts";
import { commonFolder, nearestManifest } from "./stage.ts";
import type { TriggerHandler } from "./trigger-option.ts";
import { whyBundled } from "./why-bundled.ts";

/** A handler's code, as far as it must be known to deploy it. */
export interface HandlerCode {
  /** The file that the handler is in, absolute. */
  file: string;
  /** The folder that becomes the root of the function's code. */
  root: string;
  /** Lambda's handler setting, from the root: `src/index.handler`. */
  handler: string;
  runtime: string;
  /** The source files beside those of the handler's own folder, absolute. */
  elsewhere: string[];
  /** What runs in the place of the file, where Node cannot run that itself. */
  bundled: BundledHandler | undefined;
  /** Packages that are imported and not installed. */
  missingPackages: string[];
}

/** Reads a handler. @throws {CommandError} when file or export does not exist, or the file cannot be parsed. */
export async function readHandler(handler: TriggerHandler): Promise<HandlerCode> {
  const { file, exportName } = findHandler(handler);
  return extname(file) === ".py" ? readPython(handler, file, exportName) : readNode(handler, file, exportName);
}

function readPython({ trigger }: TriggerHandler, file: string, exportName: string | undefined): HandlerCode {
  const exports = pythonExports(readFileSync(file, "utf8"));
  const exported = chooseExport({ trigger, file, named: exportName }, exports, ["lambda_handler", "handler"]);
  const root = pythonRootOf(file);
  const runtime = "python3.13";
  return {
    file,
    root,
    handler: settingOf(root, file, exported),
    runtime,
    elsewhere: [],
    bundled: undefined,
    missingPackages: [],
  };
}

function readNode({ trigger }: TriggerHandler, file: string, exportName: string | undefined): Promise<HandlerCode> {
  return withEsbuild(async () => {
    const imports = await analyse(file);
    const exported = chooseExport({ trigger, file, named: exportName }, imports.exports, ["handler", "default"]);
    const manifest = nearestManifest(file);
    const isModule = isModuleFile(file, manifest);
    const bundled = (await whyBundled(imports, isModule)) ? await bundleHandler(file, { imports, isModule }) : undefined;
    const elsewhere = [...imports.files, ...(manifest ? [manifest] : [])].filter((one) => dirname(one) !== dirname(file));
    const root = commonFolder([file, ...elsewhere]);
    const stem = join(dirname(file), bundled?.name ?? basename(file));
    const { missingPackages } = imports;
    return { file, root, handler: settingOf(root, stem, exported), runtime: "nodejs24.x", elsewhere, bundled, missingPackages };
  });
}

function isModuleFile(file: string, manifest: string | undefined): boolean {
  if (/\.[mc][jt]s$/.test(file)) return /\.m[jt]s$/.test(file);
  return manifest !== undefined && manifestOf(dirname(manifest)).type === "module";
}

/** Lambda's setting for an export of a file. */
function settingOf(root: string, file: string, exportName: string): string {
  return `${relative(root, file.slice(0, -extname(file).length)).replaceAll("\\", "/")}.${exportName}`;
}

/**
 * @param known what the file exports; undefined if that shows only when it runs
 * @param usual what is taken when none was named, the likeliest first
 */
function chooseExport(
  { trigger, file, named }: { trigger: string; file: string; named: string | undefined },
  known: Imports["exports"],
  usual: [string, ...string[]],
): string {
  if (known === undefined) return named ?? usual[0];
  const first = (named ?? "").split(".")[0] as string;
  const found = named === undefined ? usual.find((name) => known.includes(name)) : known.includes(first) ? named : undefined;
  if (found) return found;
  const what = known.length ? `It exports ${known.join(", ")}` : "It exports nothing";
  const path = relative(".", file);
  const how = known.length ? `: --trigger ${trigger}=${path}:${known[0]}` : "";
  throw new CommandError(
    `Cannot start as '${path}' has no export '${named ?? usual.join("' or '")}' for the trigger ${trigger}. ${what}${how}.`,
  );
}

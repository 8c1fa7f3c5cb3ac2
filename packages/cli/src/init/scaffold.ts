import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError } from "../errors.ts";
import { lackingIn, manifestFor, type Wanted, wantedOf } from "./manifest.ts";

/** What a scaffold did. */
export interface Scaffolded {
  /** Names of files in the folder. */
  readonly written: readonly string[];
  /** What was there already, and stays as it is. */
  readonly kept: readonly string[];
  /** What an existing package.json lacks; absent where it was written. */
  readonly lacking?: Wanted;
  /** Lines that an existing .gitignore lacks. */
  readonly notIgnored: readonly string[];
}

const templates = fileURLToPath(new URL("./templates", import.meta.url));
const ignored = [".foyer/", "cdk.out/"];

/**
 * Writes a project into a folder, or what an existing one lacks of it. Nothing is ever overwritten.
 * @param folder made if it is not there
 * @throws {CommandError} if the folder is a file, or its package.json cannot be read
 */
export function scaffold(folder: string, { cdk, version }: { cdk: boolean; version: string }): Scaffolded {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "there is a file in its place" : `none can be made there (${code})`;
    throw new CommandError(`Cannot make a project in ${folder} as it must be a folder: ${why}.`, { cause: error });
  }
  const manifestFile = join(path, "package.json");
  const isNew = !existsSync(manifestFile);
  const name = nameOf(path);
  const values = { name, stack: stackName(name) };
  const texts = new Map<string, string>();
  for (const variant of cdk ? ["plain", "cdk"] : ["plain"])
    for (const file of readdirSync(join(templates, variant)).sort())
      texts.set(targetOf(file), filled(readFileSync(join(templates, variant, file), "utf8"), values));
  // An existing project has a README of its own, and a configuration for all of its TypeScript.
  if (!isNew) for (const own of ["README.md", "tsconfig.json", ".gitignore"]) texts.delete(own);
  const wanted = wantedOf(version, cdk);
  const lacking = isNew ? undefined : lackingIn(manifestFile, wanted);
  if (isNew) texts.set("package.json", manifestFor(name, wanted));
  const written: string[] = [];
  const kept: string[] = [];
  for (const [file, text] of texts) {
    if (existsSync(join(path, file))) kept.push(file);
    else {
      // Whoever writes the same file in this moment keeps it.
      writeFileSync(join(path, file), text, { flag: "wx" });
      written.push(file);
    }
  }
  const ignoreFile = join(path, ".gitignore");
  const lines = existsSync(ignoreFile) ? readFileSync(ignoreFile, "utf8").split(/\r?\n/) : [];
  const notIgnored = ignored.filter(
    (line) => (cdk || line !== "cdk.out/") && !lines.some((each) => each.replace(/^\//, "").replace(/\/?$/, "/") === line),
  );
  return { written: written.sort(), kept: kept.sort(), ...(lacking && { lacking }), notIgnored };
}

function targetOf(template: string): string {
  const name = template.replace(/\.template$/, "");
  // npm would leave a .gitignore out of the package.
  return name === "gitignore" ? ".gitignore" : name;
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A name that npm accepts, after the folder. */
function nameOf(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name || "onboarding";
}

/** A name that CloudFormation accepts: letters, digits and hyphens, a letter first. */
function stackName(name: string): string {
  const words = name.split("-").map((word) => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`);
  return words.join("").replace(/^(?=[^A-Z])/, "Users");
}

import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";

/** What a function's code is known by. */
export interface CodeDigest {
  /** Base64 SHA-256 over the names and contents of all files. */
  sha256: string;
  sizeBytes: number;
}

/** Keeps the code of each version, so that a version runs what it was published with whatever happens to the source. */
export class CodeFolder {
  readonly #root: string;
  readonly #temporary: boolean;

  /** @param dataDir where the state is kept; absent: a temporary folder that `remove` takes away. */
  constructor(dataDir: string | undefined) {
    this.#temporary = dataDir === undefined;
    this.#root = dataDir === undefined ? mkdtempSync(join(tmpdir(), "foyer-functions-")) : resolve(dataDir, "functions");
  }

  /** The folder that holds a version's code. */
  of(functionName: string, version: string): string {
    return join(this.#root, functionName, version);
  }

  /** Reads the code in `codeDir`, all of it, so that a change of one byte is seen. */
  digest(codeDir: string): CodeDigest {
    const hash = createHash("sha256");
    let sizeBytes = 0;
    for (const file of this.#files(codeDir)) {
      const content = readFileSync(join(codeDir, file));
      hash.update(`${file.split(sep).join("/")}\0${content.length}\0`).update(content);
      sizeBytes += content.length;
    }
    return { sha256: hash.digest("base64"), sizeBytes };
  }

  /**
   * Copies the code of a new version. `node_modules` is linked, not copied: its own, else the nearest one above the source, so
   * that a handler that is not bundled finds the packages that it finds where it lies.
   */
  keep(codeDir: string, functionName: string, version: string): void {
    const source = resolve(codeDir);
    const target = this.of(functionName, version);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    for (const file of this.#files(source)) {
      const copy = join(target, file);
      mkdirSync(dirname(copy), { recursive: true });
      cpSync(join(source, file), copy, { dereference: true });
    }
    const modules = nearestModules(source);
    if (modules !== undefined) symlinkSync(modules, join(target, "node_modules"), "junction");
  }

  /** Removes all code of a function. */
  delete(functionName: string): void {
    rmSync(join(this.#root, functionName), { recursive: true, force: true });
  }

  /** Removes the temporary folder, if it is one. */
  remove(): void {
    if (this.#temporary) rmSync(this.#root, { recursive: true, force: true });
  }

  #files(codeDir: string): string[] {
    const source = resolve(codeDir);
    const found: string[] = [];
    const walk = (folder: string) => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        // The state may be kept inside of the project whose code this is.
        if (entry.name === "node_modules" || entry.name === ".git" || path === dirname(this.#root)) continue;
        if (entry.isDirectory()) walk(path);
        else if (entry.isFile()) found.push(relative(source, path));
      }
    };
    walk(source);
    return found.sort();
  }
}

function nearestModules(folder: string): string | undefined {
  const modules = join(folder, "node_modules");
  // A link to a link would break with the folder between them.
  if (existsSync(modules)) return realpathSync(modules);
  return dirname(folder) === folder ? undefined : nearestModules(dirname(folder));
}

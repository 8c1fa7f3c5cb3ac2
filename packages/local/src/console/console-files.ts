import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** A file of the built console, ready to be sent. */
export interface ConsoleFile {
  type: string;
  etag: string;
  body: Uint8Array;
  gzipped: Uint8Array;
  /** Its name holds the hash of its content. */
  immutable: boolean;
}

// The same folder from `src` and from `dist`.
const builtFolder = fileURLToPath(new URL("../../console/", import.meta.url));

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** The built console's files. Each is read with its first request, and again once it was built anew. */
export class ConsoleFiles {
  readonly #folder: string;
  readonly #read = new Map<string, { builtAt: number; file: ConsoleFile }>();

  constructor(folder = builtFolder) {
    this.#folder = folder;
  }

  /** @param name `index.html`, `icon.svg`, `assets/…`; undefined if there is no such file, or the console was not built */
  get(name: string): ConsoleFile | undefined {
    if (!/^(?:assets\/)?[\w-]+(?:\.[\w-]+)*$/.test(name)) return undefined;
    const type = types[extname(name)];
    if (type === undefined) return undefined;
    const path = join(this.#folder, name);
    const builtAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (builtAt === undefined) return undefined;
    const known = this.#read.get(name);
    if (known?.builtAt === builtAt) return known.file;
    const body = readFileSync(path);
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    const file = { type, etag, body, gzipped: gzipSync(body, { level: 9 }), immutable: name.startsWith("assets/") };
    this.#read.set(name, { builtAt, file });
    return file;
  }
}

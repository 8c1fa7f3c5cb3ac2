import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ByteRange } from "../range.ts";

/** A run of bytes in a file of its own; an object is one, or one for each part that it was uploaded in. */
export interface Segment {
  file: string;
  size: number;
}

const arriving = "arriving-";

/**
 * The bytes of objects, a file for each upload or part. A file is whole, on disk and under its name before anything refers to it; what
 * nothing refers to when the local AWS starts is removed.
 */
export class Bodies {
  readonly #dataDir: string | undefined;
  #folder: string | undefined;
  /** How many readers each file has. */
  readonly #readers = new Map<string, number>();
  /** Files to remove when their last reader is gone. */
  readonly #doomed = new Set<string>();
  readonly #removals = new Set<Promise<void>>();

  /** @param dataDir the files are in its folder `s3`; absent: in a temporary folder that goes with `close`. */
  constructor(dataDir: string | undefined) {
    this.#dataDir = dataDir;
  }

  /** Writes bytes into a new file. What it wrote is gone again if the bytes end in an error. @returns the file's name */
  async write(bytes: AsyncIterable<Uint8Array>): Promise<string> {
    const folder = this.#madeFolder();
    const file = randomUUID();
    const arrivingPath = join(folder, arriving + file);
    const handle = await open(arrivingPath, "wx");
    try {
      for await (const piece of bytes) await writeAll(handle, piece);
      if (this.#dataDir !== undefined) await handle.sync();
      await handle.close();
      await mkdir(join(folder, file.slice(0, 2)), { recursive: true });
      await rename(arrivingPath, this.#path(file));
      if (this.#dataDir !== undefined) await syncFolders(folder, join(folder, file.slice(0, 2)));
      return file;
    } catch (error) {
      await handle.close().catch(() => {});
      await rm(arrivingPath, { force: true });
      throw error;
    }
  }

  /** Reads a range over segments in a row. The files stay until the stream is closed, whatever is removed meanwhile. */
  read(segments: readonly Segment[], { start, end }: ByteRange): Readable {
    const wanted: { file: string; from: number; length: number }[] = [];
    let offset = 0;
    for (const { file, size } of segments) {
      const from = Math.max(start - offset, 0);
      const length = Math.min(end - offset, size) - from;
      if (length > 0) wanted.push({ file, from, length });
      offset += size;
    }
    for (const { file } of wanted) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    const stream = Readable.from(this.#pieces(wanted), { objectMode: false, highWaterMark: 256 * 1024 });
    stream.once("close", () => {
      for (const { file } of wanted) this.#release(file);
    });
    return stream;
  }

  /** Removes files, each once nobody reads it any more. */
  remove(files: Iterable<string>): void {
    for (const file of files) {
      if (this.#readers.has(file)) this.#doomed.add(file);
      else this.#rm(file);
    }
  }

  /** Removes what a process that was killed left behind: every file that is not in `known`. */
  sweep(known: ReadonlySet<string>): void {
    if (this.#dataDir === undefined) return;
    const folder = this.#madeFolder();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !known.has(entry.name)) rmSync(join(entry.parentPath, entry.name), { force: true });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#removals);
    if (this.#dataDir === undefined && this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async *#pieces(wanted: { file: string; from: number; length: number }[]): AsyncGenerator<Buffer> {
    for (const { file, from, length } of wanted) {
      const handle = await open(this.#path(file), "r");
      try {
        let position = from;
        while (position < from + length) {
          const buffer = Buffer.allocUnsafe(Math.min(256 * 1024, from + length - position));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
          if (bytesRead === 0) throw new Error(`Cannot read the body ${file} as it ends before byte ${from + length}`);
          position += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
    }
  }

  #release(file: string): void {
    const readers = (this.#readers.get(file) ?? 1) - 1;
    if (readers > 0) return void this.#readers.set(file, readers);
    this.#readers.delete(file);
    if (this.#doomed.delete(file)) this.#rm(file);
  }

  #rm(file: string): void {
    // One that cannot be removed now is swept at the next start.
    const removal: Promise<void> = rm(this.#path(file), { force: true })
      .catch(() => {})
      .finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }

  #path(file: string): string {
    return join(this.#madeFolder(), file.slice(0, 2), file);
  }

  #madeFolder(): string {
    if (this.#folder !== undefined) return this.#folder;
    if (this.#dataDir === undefined) this.#folder = mkdtempSync(join(tmpdir(), "foyer-s3-"));
    else {
      this.#folder = join(this.#dataDir, "s3");
      mkdirSync(this.#folder, { recursive: true });
    }
    return this.#folder;
  }
}

async function writeAll(handle: Awaited<ReturnType<typeof open>>, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
}

/** Makes names durable, not only the bytes under them. */
async function syncFolders(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    // Windows opens no folder, and keeps names by its own journal.
    const handle = await open(folder, "r").catch(() => undefined);
    await handle?.sync().catch(() => {});
    await handle?.close();
  }
}

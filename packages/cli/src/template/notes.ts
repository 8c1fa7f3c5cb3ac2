import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Earlier } from "./resource-type.ts";

/** A resource as it was noted. */
export interface Note extends Earlier {
  readonly type: string;
}

/** What was made of the resources of templates, by stack and logical id: over restarts in a file beside the data. */
export class Notes {
  readonly #file: string | undefined;
  readonly #stacks: Record<string, Record<string, Note>>;

  /** @param dataDir absent: nothing is kept */
  constructor(dataDir: string | undefined) {
    this.#file = dataDir === undefined ? undefined : join(dataDir, "template.json");
    this.#stacks = this.#file && existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : {};
    if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  }

  of(stack: string): Readonly<Record<string, Note>> {
    return this.#stacks[stack] ?? {};
  }

  /** Notes a resource at once: what is made by the next may depend on it. */
  put(stack: string, logicalId: string, note: Note): void {
    this.#stacks[stack] = { ...this.#stacks[stack], [logicalId]: note };
    this.#write();
  }

  delete(stack: string, logicalId: string): void {
    delete this.#stacks[stack]?.[logicalId];
    this.#write();
  }

  /** The file is there whole, or as it was before. */
  #write(): void {
    if (this.#file === undefined) return;
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#stacks, null, 2)}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }
}

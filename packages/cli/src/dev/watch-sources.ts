import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname, relative } from "node:path";

/** Tells of changes in a set of files that may change itself. */
export interface SourceWatch {
  /** From now on these, as they were at `since`, in milliseconds since the epoch. Files of packages are left out. */
  watch(files: readonly string[], since: number): void;
  stop(): void;
}

// An editor writes a file in more than one go.
const settledMs = 30;
// The times of files lag behind the clock by up to so much.
const lagMs = 10;

/**
 * Watches source files by the folders that they are in, since editors replace files, and since what is missing may appear.
 * @param root what changed is named from here
 * @param onChange given the files that changed; none if something else did in one of the folders
 */
export function watchSources(root: string, onChange: (changed: string[]) => void): SourceWatch {
  const folders = new Map<string, FSWatcher>();
  const modifiedAt = new Map<string, number>();
  let settled: NodeJS.Timeout | undefined;
  let isStopped = false;

  function look(): void {
    const changed = [...modifiedAt].flatMap(([file, before]) => {
      const now = modificationOf(file);
      modifiedAt.set(file, now);
      return now === before ? [] : [relative(root, file)];
    });
    onChange(changed);
  }

  function soon(): void {
    clearTimeout(settled);
    settled = setTimeout(look, settledMs);
  }

  return {
    watch(files, since) {
      // A deployment that was under way at the end would otherwise keep the process.
      if (isStopped) return;
      const own = files.filter((file) => !/[\\/]node_modules[\\/]/.test(file));
      for (const file of own.filter((file) => !modifiedAt.has(file))) {
        const at = modificationOf(file);
        const changedSince = at > since - lagMs;
        modifiedAt.set(file, changedSince ? 0 : at);
        if (changedSince) soon();
      }
      for (const file of modifiedAt.keys()) if (!own.includes(file)) modifiedAt.delete(file);
      const needed = new Set(own.map(dirname));
      for (const [folder, watcher] of folders) {
        if (needed.has(folder)) continue;
        watcher.close();
        folders.delete(folder);
      }
      for (const folder of needed) {
        if (!folders.has(folder))
          folders.set(
            folder,
            watch(folder, soon).on("error", () => {}),
          ); // the folder was removed
      }
    },
    stop() {
      isStopped = true;
      clearTimeout(settled);
      for (const watcher of folders.values()) watcher.close();
      folders.clear();
    },
  };
}

/** 0 if there is no such file. */
function modificationOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

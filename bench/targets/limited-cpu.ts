import { accessSync, constants, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = "/sys/fs/cgroup/cpu";
const periodUs = 20_000;

/** A control group of Linux, version 1, whose processes have a share of one processor. */
export class LimitedCpu {
  readonly #group: string;

  /** @param share of one processor: 0.5 is half of it. @throws where the machine has no such groups, or not for this user */
  constructor(share: number) {
    accessSync(join(root, "cpu.cfs_quota_us"), constants.W_OK);
    this.#group = join(root, `foyer-bench-${process.pid}`);
    mkdirSync(this.#group);
    writeFileSync(join(this.#group, "cpu.cfs_period_us"), String(periodUs));
    writeFileSync(join(this.#group, "cpu.cfs_quota_us"), String(Math.round(periodUs * share)));
  }

  /** A command line that starts in the group. */
  wrap(command: string[]): string[] {
    return ["/bin/sh", "-c", 'echo $$ > "$0/cgroup.procs" && exec "$@"', this.#group, ...command];
  }

  /** Call it when its processes have ended. */
  remove(): void {
    rmdirSync(this.#group);
  }
}

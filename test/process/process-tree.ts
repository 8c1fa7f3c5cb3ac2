import { execFileSync } from "node:child_process";

/** One running process. */
export interface RunningProcess {
  pid: number;
  parent: number;
  residentBytes: number;
  /** As `ps` prints it; with the pid it names the process, as pids come again. */
  startedAt: string;
  command: string;
}

/** The process `pid` and everything below it; empty if it is gone. */
export function processTree(pid: number): RunningProcess[] {
  const running = allProcesses();
  const tree = running.filter((row) => row.pid === pid);
  for (const row of tree) tree.push(...running.filter(({ parent }) => parent === row.pid));
  return tree;
}

/** Those of `processes` that still run. */
export function stillRunning(processes: RunningProcess[]): RunningProcess[] {
  const running = new Set(allProcesses().map(nameOf));
  return processes.filter((row) => running.has(nameOf(row)));
}

const nameOf = ({ pid, startedAt }: RunningProcess) => `${pid} ${startedAt}`;

// pid, parent, resident kilobytes, state, start as five words ("Sat Nov 21 09:51:20 2026"), command line.
const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/;

function allProcesses(): RunningProcess[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,state=,lstart=,args="], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
    env: { ...process.env, LC_ALL: "C" },
  });
  return table.split("\n").flatMap((line) => {
    const [, pid, parent, kilobytes, state, startedAt, command] = row.exec(line) ?? [];
    // A zombie has ended; only its parent has not yet asked how.
    if (!startedAt || !command || state?.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), residentBytes: Number(kilobytes) * 1024, startedAt, command }];
  });
}

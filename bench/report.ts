import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { processTree } from "../test/process/process-tree.ts";
import { median, type Round } from "./load.ts";

/** One line of the report. */
export interface Figure {
  measurement: string;
  /** What was measured: `foyer`, `cognito-local`, or `foyer : cognito-local` for a ratio. */
  target: string;
  /** Under which condition: `16 in flight`. */
  of: string;
  unit: "/s" | "ms" | "MB" | "KB" | "times";
  /** The median of the rounds. */
  median: number;
  min?: number;
  max?: number;
  /** Of one call, in a median round. */
  p50Ms?: number;
  p95Ms?: number;
  p99Ms?: number;
  rounds?: number;
  errors?: number;
  firstError?: string | undefined;
  /** The machine's load average of the last minute when the figure was taken. */
  load1: number;
}

type About = Pick<Figure, "measurement" | "target" | "of">;

export function figureOf(about: About, unit: Figure["unit"], values: number[]): Figure {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { ...about, unit, median: median(values), min, max, rounds: values.length, load1: load1() };
}

export function rateOf(about: About, rounds: Round[]): Figure {
  return {
    ...figureOf(
      about,
      "/s",
      rounds.map(({ perSecond }) => perSecond),
    ),
    p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
    p95Ms: median(rounds.map(({ p95Ms }) => p95Ms)),
    p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    firstError: rounds.find(({ firstError }) => firstError)?.firstError,
  };
}

/** The memory that a process and all below it hold now. */
export function residentMemory(about: About, pid: number): Figure {
  const bytes = processTree(pid).reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  return figureOf(about, "MB", [bytes / 2 ** 20]);
}

/** How many times the figure `a` is the figure `b`. */
export function ratioOf(a: Figure, b: Figure, of = a.of): Figure {
  const target = a.target === b.target ? a.target : `${a.target} : ${b.target}`;
  return { measurement: a.measurement, target, of, unit: "times", median: a.median / b.median, load1: load1() };
}

const load1 = () => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** One line on what the figures were taken on. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 16)}Z · ${cpus().length} × ${cpu?.model.trim()} · ${memory} GB · ${platform()} ${release()} · Node ${process.versions.node} · load ${loadavg()
    .map((value) => value.toFixed(1))
    .join(" ")}`;
}

export function jsonLine(figure: Figure): string {
  return JSON.stringify(figure, (_key, value) => (typeof value === "number" ? Number(value.toPrecision(5)) : value));
}

const header = ["target", "", "median", "", "min", "max", "p50 ms", "p95 ms", "p99 ms", "errors", "load"];

export function table(figures: Figure[]): string {
  const rows = [header, ...figures.map(cells)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number) => column < 2 || column === 3;
  const lines = rows.map((row) =>
    row.map((cell, i) => (isText(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
  const failures = figures.flatMap(({ target, of, errors, firstError }) =>
    errors ? [`${target}, ${of}: ${errors} failed, the first with ${firstError}`] : [],
  );
  return [...lines, ...failures].map((line) => `  ${line.trimEnd()}`).join("\n");
}

function cells(figure: Figure): string[] {
  const { target, of, median, unit, min, max, p50Ms, p95Ms, p99Ms, errors, load1 } = figure;
  const few = rounded;
  return [
    target,
    of,
    few(median),
    unit,
    few(min),
    few(max),
    few(p50Ms),
    few(p95Ms),
    few(p99Ms),
    errors ? String(errors) : "",
    load1.toFixed(2),
  ];
}

function rounded(value: number | undefined): string {
  if (value === undefined) return "";
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

import type { Terminal } from "../terminal.ts";
import { amount } from "../timeline/times.ts";
import { wrapped } from "../wrapped.ts";
import type { Report } from "./check-handler.ts";
import { isHarmless } from "./compare.ts";
import type { Finding, SituationKind } from "./situations.ts";
import { harmless, list, partsOf, thing } from "./wording.ts";

/** In the order of the report: what happens, as a headline. */
const headlines: Record<SituationKind, string> = {
  reset: "The user resets the password, and Cognito calls the function again",
  slow: "A call takes longer than 5 s, and Cognito calls the function again while the first still runs",
  throttled: "A call is throttled for longer than the SDK retries",
  "reply-lost": "A call is done but its answer is lost, and the SDK sends it again",
  crash: "The function's process dies after a call",
};

/** The report for people. */
export function printReport(report: Report, terminal: Terminal): string {
  const kinds = Object.keys(headlines) as SituationKind[];
  return [
    ...plainLines(report, terminal),
    ...kinds.flatMap((kind) => {
      const findings = report.findings.filter((finding) => finding.kind === kind);
      if (findings.length === 0) return [];
      return ["", `  ${terminal.style("bold", headlines[kind])}`, ...rowsOf(kind, findings, terminal)];
    }),
    "",
    ...conclusion(report, terminal),
  ].join("\n");
}

function plainLines({ handler, plain, made }: Report, terminal: Terminal): string[] {
  const calls = plain.calls.map(({ operation, target }) => [operation, target].filter(Boolean).join(" "));
  const rows: [string, string][] = [
    ["calls", calls.join(", ") || "none of AWS: what it does elsewhere is not seen here"],
    ["leaves", list(plain.effects.map(thing)) || "nothing"],
    ["made for it", made.join(", ")],
  ];
  const { style } = terminal;
  return [
    `  ${style("bold", handler)}   ${style("dim", `answers in ${amount(plain.durationMs)} when nothing goes wrong`)}`,
    ...rows.flatMap(([name, value]) =>
      value ? wrapped(`    ${style("dim", name.padEnd(14))}`, 18, value, terminal.columns) : [],
    ),
  ];
}

/** One row for each consequence, with the calls that it follows from. */
function rowsOf(kind: SituationKind, findings: Finding[], { style, columns }: Terminal): string[] {
  const rows = new Map<string, string[]>();
  for (const finding of findings) {
    // A reset is about no call in particular, so each of its consequences stands for itself.
    const parts = partsOf(finding);
    for (const what of kind === "reset" ? parts : [parts.join("; ")])
      rows.set(what, [...(rows.get(what) ?? []), finding.call ?? ""]);
  }
  const cells = [...rows].map(([what, calls]) => {
    const isAll = calls.length > 1 && calls.length === findings.length;
    return [isAll ? "any call" : list(calls), what] as const;
  });
  const width = Math.max(...cells.map(([calls]) => calls.length));
  return cells.flatMap(([calls, what]) => {
    const mark = what === harmless ? style("green", "✓") : style("red", "✗");
    const first = `    ${mark} ${width > 0 ? `${calls.padEnd(width)}   ` : ""}`;
    return wrapped(first, width > 0 ? width + 9 : 6, what, columns);
  });
}

function conclusion({ plain, findings }: Report, terminal: Terminal): string[] {
  if (plain.calls.length === 0) return ["  There is nothing more to find out about a function that calls nothing of AWS."];
  const harmful = findings.filter((finding) => !isHarmless(finding));
  if (harmful.length === 0)
    return [`  ${terminal.style("green", "✓")} None of these ${findings.length} situations doubles or loses anything.`];
  const refusal = (
    findings.find(({ kind, refusal }) => kind === "throttled" && refusal) ?? findings.find(({ refusal }) => refusal)
  )?.refusal;
  const sentences = [
    `${harmful.length} of ${findings.length} situations go wrong.`,
    ...(refusal ? [`The error that the user sees: ${quoted(refusal)}`] : []),
    ...halfDone(harmful),
    "Foyer answers Cognito in time, drives each step to its end, and does nothing again after a reset: see docs/migrate.md.",
  ];
  return sentences.flatMap((sentence) => wrapped("  ", 2, sentence, terminal.columns));
}

function halfDone(findings: Finding[]): string[] {
  const { status, signsIn, confirmAgain } = findings.find(({ aftermath }) => aftermath)?.aftermath ?? {};
  if (status === undefined) return [];
  const refused = confirmAgain === undefined ? "" : `; confirming again is refused (${quoted(confirmAgain)})`;
  return [`A half-done user is ${status}${signsIn ? " and can sign in" : ""}${refused}. A day later they are still half-done.`];
}

function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return `"${line.length > 160 ? `${line.slice(0, 160)}…` : line}"`;
}

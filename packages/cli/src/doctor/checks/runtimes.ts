import type { Examined } from "../examine.ts";
import type { Checked } from "../finding.ts";

/**
 * When Lambda stops to patch a Node.js runtime; about four months later no function on it can be changed. From the table at
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, where dates to come are AWS's projections.
 */
const ends: Readonly<Record<string, string>> = {
  "nodejs16.x": "2024-06-12",
  "nodejs18.x": "2025-09-01",
  "nodejs20.x": "2026-04-30",
  "nodejs22.x": "2027-04-30",
  "nodejs24.x": "2028-04-30",
};

// Time enough to deploy again before anything is refused.
const noticeMs = 90 * 86_400_000;

/** Whether each function's runtime will be there a while. */
export function runtimes({ deployed: { functions }, now }: Examined): Checked {
  const findings = Object.values(functions).flatMap(({ FunctionName, Runtime = "" }) => {
    const end = ends[Runtime] ?? (/^nodejs(\d|1[0-4])\b/.test(Runtime) ? "2023-12-04" : undefined);
    if (end === undefined || Date.parse(end) - now > noticeMs) return [];
    return [
      {
        id: "runtime-ending",
        what: `${FunctionName} runs on ${Runtime}, which Lambda ${Date.parse(end) <= now ? "has deprecated" : "deprecates"} on ${end}.`,
        why: "There are no more security patches, and some months later Lambda refuses changes of the function.",
        fix: `aws lambda update-function-configuration --function-name ${FunctionName} --runtime nodejs24.x`,
      },
    ];
  });
  return { findings };
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchedule } from "./schedule.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const next = (expression: string, after: string, createdAt = "2026-01-01T00:00") => {
  const time = parseSchedule(expression, at(createdAt))?.after(at(after));
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

// Of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html, with the days of 2026.
const cases: [expression: string, after: string, next: string | undefined][] = [
  ["rate(1 minute)", "2026-01-01T00:00", "2026-01-01T00:01"],
  ["rate(5 minutes)", "2026-01-01T00:07", "2026-01-01T00:10"],
  ["rate(1 day)", "2026-01-03T10:00", "2026-01-04T00:00"],
  ["cron(0 10 * * ? *)", "2026-03-01T10:00", "2026-03-02T10:00"],
  ["cron(15 12 * * ? *)", "2026-03-01T10:00", "2026-03-01T12:15"],
  ["cron(0 18 ? * MON-FRI *)", "2026-03-06T18:00", "2026-03-09T18:00"],
  ["cron(0 8 1 * ? *)", "2026-03-01T08:00", "2026-04-01T08:00"],
  ["cron(0/15 * * * ? *)", "2026-03-01T10:16", "2026-03-01T10:30"],
  ["cron(0/10 * ? * 2-6 *)", "2026-03-07T10:16", "2026-03-09T00:00"],
  ["cron(0/5 8-17 ? * MON-FRI *)", "2026-03-02T17:55", "2026-03-03T08:00"],
  ["cron(0 0 L * ? *)", "2026-02-01T00:00", "2026-02-28T00:00"],
  ["cron(0 0 15W * ? *)", "2026-03-01T00:00", "2026-03-16T00:00"],
  ["cron(0 0 1W * ? *)", "2026-07-31T12:00", "2026-08-03T00:00"],
  ["cron(0 0 ? * 3#2 *)", "2026-03-01T00:00", "2026-03-10T00:00"],
  ["cron(0 0 ? * 6L *)", "2026-03-01T00:00", "2026-03-27T00:00"],
  ["cron(0 0 29 FEB ? *)", "2026-03-01T00:00", "2028-02-29T00:00"],
  ["cron(30 9 ? JAN,JUL SUN 2027-2028)", "2026-03-01T00:00", "2027-01-03T09:30"],
  ["cron(0 0 1 1 ? 2020)", "2026-03-01T00:00", undefined],
];

for (const [expression, after, expected] of cases) {
  test(`${expression} after ${after} is due at ${expected}`, () => assert.equal(next(expression, after), expected));
}

test("what is neither a rate nor a cron expression of EventBridge is refused", () => {
  const refused = [
    ...["rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "rate(5 weeks)", "every day", "at(2026-01-01T00:00:00)"],
    ...[
      "cron(0 0 * * * *)",
      "cron(0 0 ? * ? *)",
      "cron(60 0 * * ? *)",
      "cron(0 0 * * ?)",
      "cron(0 24 * * ? *)",
      "cron(0 0 ? * 8 *)",
    ],
    ...["cron(0 0 32 * ? *)", "cron(5-1 0 * * ? *)", "cron(0/0 0 * * ? *)", "cron(0 0 ? * 3#6 *)", "cron(a b c d e f)"],
  ];
  for (const expression of refused) assert.equal(parseSchedule(expression, 0), undefined, expression);
});

/** What became of one person. Days are counted from the sign-up. */
export interface Story {
  name: string;
  /** What they did after they had signed up, or what was done to their account. */
  did?: { day: number; what: "finished" | "unsubscribed" | "disabled" | "deleted" };
  mails: { day: number; subject: string }[];
  /** How their onboarding ended, as the ledger has it. */
  end: string;
}

const signs = { finished: "★", unsubscribed: "⊘", disabled: "‖", deleted: "✗" };
const width = 4;

/** Draws who got a mail on which day, and why it ended: a row for each person, a column for each day. */
export function picture(stories: readonly Story[], days: number): string {
  const margin = Math.max(...stories.map(({ name }) => name.length)) + 4;
  const columns = Array.from({ length: days + 1 }, (_, day) => day);
  const line = (label: string, cell: (day: number) => string) =>
    `  ${label}`.padEnd(margin) + columns.map((day) => cell(day).padStart(width)).join("");
  const rows = stories.map(
    ({ name, did, mails, end }) =>
      `${line(name, (day) => (did?.day === day ? signs[did.what] : "") + (mails.some((mail) => mail.day === day) ? "✉" : ""))}   ${end}`,
  );
  const letters = stories.map(({ name, mails }) =>
    [`  ${name}`, ...mails.map(({ day, subject }) => `    day ${String(day).padStart(2)}  ${subject}`)].join("\n"),
  );
  const legend = "  ✉ a mail   ★ finished the tutorial   ⊘ unsubscribed   ‖ was disabled   ✗ deleted their account";
  return [line("day", String), ...rows, "", legend, "", ...letters].join("\n");
}

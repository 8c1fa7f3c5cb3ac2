import { connect } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = {
  to: { type: "string", value: "ADDRESS", help: "only what went to this e-mail address or phone number" },
  ...jsonOption,
  ...endpointOption,
} as const satisfies Options;

export const description =
  "Lists the mails and text messages that the local AWS was given, the newest first: the codes that the user pool\nsends, and whatever the steps send through SES.";

export const examples: [string, string][] = [
  ["foyer inbox --to ada@example.com", "the mails of one user"],
  ["foyer inbox --json | jq '.[0].text'", "the text of the newest mail"],
];

/** The part of a mail that the list shows. */
interface ListedMail {
  at: number;
  from: string;
  to: string[];
  /** Empty for a text message. */
  subject: string;
  medium: "email" | "sms";
  code?: string;
}

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parse(args, options, []);
  const local = await connect(values.endpoint);
  const mails = await local.foyer<ListedMail[]>(`inbox${values.to ? `?to=${encodeURIComponent(values.to)}` : ""}`);
  if (values.json) terminal.print(JSON.stringify(mails, null, 2));
  else terminal.print(mails.length ? list(mails, terminal) : `No mail${values.to ? ` to ${values.to}` : ""} yet.`);
  return 0;
}

function list(mails: ListedMail[], { style }: Terminal): string {
  const toWidth = Math.max(...mails.map(({ to }) => to.join(", ").length));
  const subjects = mails.map(({ medium, subject }) => (medium === "sms" ? "text message" : subject));
  const subjectWidth = Math.max(...subjects.map((subject) => subject.length));
  return mails
    .map(({ at, from, to, code }, index) =>
      [
        style("dim", dateAndTime(at)),
        to.join(", ").padEnd(toWidth),
        style("bold", (subjects[index] ?? "").padEnd(subjectWidth)),
        style("dim", `from ${from}`),
        ...(code ? [`code ${code}`] : []),
      ].join("   "),
    )
    .join("\n");
}

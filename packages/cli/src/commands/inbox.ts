import { connect } from "../local-client.ts";
import { endpointOption, jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = {
  to: { type: "string", value: "EMAIL", help: "only the mails to this address" },
  ...jsonOption,
  ...endpointOption,
} as const satisfies Options;

export const description =
  "Lists the mails that the local AWS was given, the newest first: the codes that the user pool sends, and whatever\nthe steps send through SES.";

export const examples: [string, string][] = [
  ["foyer inbox --to ada@example.com", "the mails of one user"],
  ["foyer inbox --json | jq '.[0].text'", "the text of the newest mail"],
];

/** The part of a mail that the list shows. */
interface ListedMail {
  at: number;
  from: string;
  to: string[];
  subject: string;
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
  const subjectWidth = Math.max(...mails.map(({ subject }) => subject.length));
  return mails
    .map(({ at, from, to, subject, code }) =>
      [
        style("dim", dateAndTime(at)),
        to.join(", ").padEnd(toWidth),
        style("bold", subject.padEnd(subjectWidth)),
        style("dim", `from ${from}`),
        ...(code ? [`code ${code}`] : []),
      ].join("   "),
    )
    .join("\n");
}

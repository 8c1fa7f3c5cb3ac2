import { randomUUID } from "node:crypto";

/** Somebody whom a mail is made for. */
export interface SampleUser {
  /** What the page calls the user. */
  label: string;
  origin: "sign-up" | "admin-created";
  attributes: Record<string, string>;
  metadata: Record<string, string>;
}

const people: [label: string, attributes: Record<string, string>, origin?: SampleUser["origin"]][] = [
  ["Ada, as most are", { given_name: "Ada", name: "Ada Lovelace", email: "ada@example.com" }],
  ["no name", { email: "j.doe@example.com" }],
  ["a long name, not in ASCII", { given_name: "Žofie Þórdís-Größenhofer 你好", email: "zofie@bücher.example" }],
  ["a name that is HTML", { given_name: '<b>Bobby</b> & "Co" <script>alert(1)</script>', email: "bobby@example.com" }],
  ["made by an administrator", { given_name: "Grace", name: "Grace Hopper", email: "grace@example.com" }, "admin-created"],
];

/** The users in whose mails faults of templates show. @param attributes and `metadata`: what each of them has, too */
export function sampleUsers(attributes: Record<string, string>, metadata: Record<string, string>): SampleUser[] {
  return people.map(([label, own, origin = "sign-up"]) => ({
    label,
    origin,
    attributes: { sub: randomUUID(), email_verified: "true", ...own, ...attributes },
    metadata,
  }));
}

import { CommandError } from "../errors.ts";
import type { Policies, Role } from "./read-policies.ts";

/** What stands in the policies for what only the deployment knows, and how one says it in words. */
export const placeholders = {
  "AWS::Partition": "the partition",
  "AWS::Region": "the Region",
  "AWS::AccountId": "the account",
  UserPoolId: "the id of the user pool",
  LedgerTable: "the name of the ledger's table",
  TriggerFunction: "the name of the trigger's function",
  WorkerFunction: "the name of the worker's function",
  SignInFunction: "the name of the sign-in function",
  SweepFunction: "the name of the sweep's function",
  MailEventsFunction: "the name of the function of SES's events",
  LinkIdentityFunction: "the name of the function that links identities",
  IdentityPoolId: "the id of the identity pool",
  Bucket: "the name of the bucket of the users' files",
  WorkerAlias: "the alias by which the others start the worker",
} as const;

export type Placeholder = keyof typeof placeholders;

/** What is known of a deployment. */
export type Place = Readonly<Partial<Record<Placeholder, string>>>;

/** The placeholder that names the function of a role. */
export const functionPlaceholders: Readonly<Record<Role, Placeholder>> = {
  trigger: "TriggerFunction",
  worker: "WorkerFunction",
  sweep: "SweepFunction",
  "sign-in": "SignInFunction",
  "mail-events": "MailEventsFunction",
  "link-identity": "LinkIdentityFunction",
};

/** A text cut at its placeholders: what is written out, and names. A `${…}` that is none of ours is IAM's own variable and stays. */
export function parts(text: string): (string | { readonly name: Placeholder })[] {
  return text
    .split(/(\$\{[\w:]+\})/)
    .filter((part) => part !== "")
    .map((part) => {
      const [, name = ""] = /^\$\{([\w:]+)\}$/.exec(part) ?? [];
      return Object.hasOwn(placeholders, name) ? { name: name as Placeholder } : part;
    });
}

/** The policies with each placeholder that is known filled in. */
export function filled(policies: Policies, place: Place): Policies {
  const fill = (text: string) =>
    parts(text)
      .map((part) => (typeof part === "string" ? part : (place[part.name] ?? `\${${part.name}}`)))
      .join("");
  return JSON.parse(JSON.stringify(policies), (_key, value) => (typeof value === "string" ? fill(value) : value));
}

/** The placeholders that stand in the policies, in the order of the list. */
export function usedIn(policies: Policies): Placeholder[] {
  const text = JSON.stringify(policies);
  return (Object.keys(placeholders) as Placeholder[]).filter((name) => text.includes(`\${${name}}`));
}

/** The place that the options of the command name. @throws {CommandError} for a user pool of another Region */
export function placeOf(given: { userPool?: string; region?: string; account?: string; table?: string; alias?: string }): Place {
  const ofPool = given.userPool?.split("_")[0];
  if (given.region !== undefined && ofPool !== undefined && ofPool !== given.region)
    throw new CommandError(
      `Cannot use --region ${given.region} as the user pool must be there: '${given.userPool}' is of ${ofPool}.`,
    );
  const region = given.region ?? ofPool;
  const place = {
    ...(region && { "AWS::Region": region, "AWS::Partition": partitionOf(region) }),
    "AWS::AccountId": given.account,
    UserPoolId: given.userPool,
    LedgerTable: given.table,
    WorkerAlias: given.alias,
  };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

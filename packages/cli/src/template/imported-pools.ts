import type { LocalAws } from "@foyer/local";
import { physicalName } from "./physical-name.ts";
import type { Provisioning } from "./provision-stack.ts";
import { unless } from "./resource-type.ts";
import type { Template } from "./template.ts";

/** Where pools are noted that no template makes. */
const notedAs = "imported user pools";

/**
 * The template with a pool of the local AWS in the place of each that it imports by its id (`eu-west-1_AbCdEfGhI`) and that is not here. Users
 * of that pool sign up with their e-mail address.
 */
export async function withLocalPools(template: Template, at: Provisioning): Promise<Template> {
  let text = JSON.stringify(template);
  for (const id of new Set(text.match(/\b[a-z]{2}(?:-[a-z]+)+-\d+_[0-9A-Za-z]{9}\b/g))) {
    const local = at.importedPools.get(id) ?? (await standIn(id, at));
    if (local === undefined) continue;
    at.importedPools.set(id, local);
    text = text.replaceAll(id, local);
  }
  return JSON.parse(text);
}

/** The pool that stands in for another, or undefined if there is no need of one. */
async function standIn(id: string, { local, notes }: Provisioning): Promise<string | undefined> {
  if (await isThere(local, id)) return undefined;
  const known = notes.of(notedAs)[id]?.physicalId;
  if (known !== undefined && (await isThere(local, known))) return known;
  const properties = { UsernameAttributes: ["email"], AutoVerifiedAttributes: ["email"] };
  const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", {
    PoolName: physicalName("imported", id.replace("_", "-")),
    ...properties,
  })) as { UserPool: { Id: string } };
  notes.put(notedAs, id, { type: "AWS::Cognito::UserPool", physicalId: UserPool.Id, properties });
  return UserPool.Id;
}

async function isThere(local: LocalAws, UserPoolId: string): Promise<boolean> {
  const described = local.call("cognito-idp", "DescribeUserPool", { UserPoolId });
  return (await unless(["ResourceNotFoundException"], described)) !== undefined;
}

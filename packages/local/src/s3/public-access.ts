import { listOf, type PolicyDocument } from "../iam/evaluate/policy-document.ts";
import { s3Error } from "./s3-error.ts";
import { readXml, textOf, writeXml } from "./xml.ts";

const settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;

/** What keeps a bucket from being public. */
export type PublicAccessBlock = Record<(typeof settings)[number], boolean>;

/** As every new bucket has it, since April 2023. */
export const allBlocked: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** @throws {AwsError} MalformedXML */
export function readPublicAccessBlock(text: string): PublicAccessBlock {
  const root = readXml(text);
  if (root.name !== "PublicAccessBlockConfiguration") throw s3Error("MalformedXML");
  const values = settings.map((name) => {
    const value = textOf(root, name) ?? "false";
    if (!/^(true|false)$/i.test(value)) throw s3Error("MalformedXML");
    return [name, value.toLowerCase() === "true"];
  });
  return Object.fromEntries(values) as PublicAccessBlock;
}

export function writePublicAccessBlock(block: PublicAccessBlock): string {
  return writeXml("PublicAccessBlockConfiguration", block);
}

// Conditions on these limit a policy to some callers or networks; what AWS calls "non-public".
const limiting =
  /^(aws:(PrincipalOrgID|PrincipalOrgPaths|PrincipalAccount|PrincipalArn|SourceIp|SourceArn|SourceAccount|SourceVpc|SourceVpce|SourceOwner|userid)|s3:(x-amz-server-side-encryption-aws-kms-key-id|DataAccessPointArn|DataAccessPointAccount))$/i;

/** True if a bucket policy allows something to everybody. */
export function isPublic({ Statement }: PolicyDocument): boolean {
  return Statement.some(({ Effect, Principal, NotPrincipal, Condition }) => {
    if (Effect !== "Allow") return false;
    const named = Principal === "*" || Principal === undefined ? "*" : listOf(Principal.AWS ?? []);
    if (NotPrincipal === undefined && !(named === "*" || named.includes("*"))) return false;
    return !Object.values(Condition ?? {}).some((keys) => Object.keys(keys).some((key) => limiting.test(key)));
  });
}

import type { LocalAws } from "@foyer/local";

/** The session tag that names the user in policies: the `sub` of the ID token. */
export const userTag = "cognitoId";

/** What users may touch with the credentials of the identity pool. */
export interface UserPlaces {
  bucket: string;
  /** Tables in which users read the items with their `sub` as partition key. */
  readable: readonly string[];
  /** Those in which they write such items too. */
  writable: readonly string[];
}

const roleName = "foyer-user";
const user = `\${aws:PrincipalTag/${userTag}}`;
const identity = `\${cognito-identity.amazonaws.com:sub}`;
const reads = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
const writes = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];

/** Gives the role of signed-in users the policy for what is theirs, and makes it if it is not there. @returns its ARN */
export async function renewUserRole(local: LocalAws, identityPoolId: string, places: UserPlaces): Promise<string> {
  await makeRole(local, trustPolicy(identityPoolId));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: userStatements(local, places) });
  await local.call("iam", "PutRolePolicy", { RoleName: roleName, PolicyName: "own-things", PolicyDocument });
  return `arn:aws:iam::${local.accountId}:role/${roleName}`;
}

/** Users of this pool alone, who bring session tags. */
function trustPolicy(identityPoolId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": identityPoolId },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
      },
    ],
  });
}

/** A prefix of the bucket by `sub`, one by identity as Amplify has it, and items by `sub`. A policy variable without a value fits nothing. */
function userStatements({ region, accountId }: LocalAws, { bucket, readable, writable }: UserPlaces): object[] {
  const files = `arn:aws:s3:::${bucket}`;
  const prefixes = [`${user}/*`, `private/${identity}/*`];
  const items = (Sid: string, Action: string[], tables: readonly string[]) =>
    tables
      .map((table) => `arn:aws:dynamodb:${region}:${accountId}:table/${table}`)
      .map((Resource, index) => ({
        Sid: `${Sid}${index}`,
        Effect: "Allow",
        Action,
        Resource,
        Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [user] }, Null: { "dynamodb:LeadingKeys": "false" } },
      }));
  return [
    {
      Sid: "Files",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      Resource: prefixes.map((prefix) => `${files}/${prefix}`),
    },
    {
      Sid: "ListFiles",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: files,
      Condition: { StringLike: { "s3:prefix": prefixes } },
    },
    ...items("ReadItems", reads, readable),
    ...items("OwnItems", [...reads, ...writes], writable),
  ];
}

async function makeRole(local: LocalAws, AssumeRolePolicyDocument: string): Promise<void> {
  await local.call("iam", "CreateRole", { RoleName: roleName, AssumeRolePolicyDocument }).catch(async (error: Error) => {
    if (!error.name.startsWith("EntityAlreadyExists")) throw error;
    await local.call("iam", "UpdateAssumeRolePolicy", { RoleName: roleName, PolicyDocument: AssumeRolePolicyDocument });
  });
}

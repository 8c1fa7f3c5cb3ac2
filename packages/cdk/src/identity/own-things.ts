import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Fn } from "aws-cdk-lib/core";

/** The session tag that names the user in policies: the `sub` of the ID token. */
export const userTag = "cognitoId";

// With the mark of exclamation they are IAM's variables, which `Fn::Sub` leaves alone. One without a value fits nothing.
const user = `\${!aws:PrincipalTag/${userTag}}`;
const identity = `\${!cognito-identity.amazonaws.com:sub}`;
const prefixes = [`${user}/*`, `private/${identity}/*`];

const objects = [
  ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
  ...["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
];
const items = [
  ...["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
  ...["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
];

/**
 * What a user may do: with objects below the own two prefixes of a bucket, by `sub` and by identity, and with items whose partition key is the
 * own `sub`. Nothing else in either.
 */
export function ownThings(bucket: IBucket | undefined, tables: readonly ITable[]): object[] {
  const files = bucket && `arn:\${AWS::Partition}:s3:::\${Bucket}`;
  const inBucket = (text: string) => Fn.sub(text, { Bucket: bucket?.bucketName ?? "" });
  return [
    ...(files
      ? [
          { Sid: "Files", Effect: "Allow", Action: objects, Resource: prefixes.map((prefix) => inBucket(`${files}/${prefix}`)) },
          {
            Sid: "ListFiles",
            Effect: "Allow",
            Action: ["s3:ListBucket"],
            Resource: [inBucket(files)],
            Condition: { StringLike: { "s3:prefix": prefixes.map(asVariable) } },
          },
        ]
      : []),
    ...tables.map((table, index) => ({
      Sid: `Items${index}`,
      Effect: "Allow",
      Action: items,
      Resource: [table.tableArn],
      // Without the second, a request that names no key would pass the first.
      Condition: {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [asVariable(user)] },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    })),
  ];
}

/** The variable as IAM has it, where no `Fn::Sub` is around. */
function asVariable(text: string): string {
  return text.replaceAll("${!", "${");
}

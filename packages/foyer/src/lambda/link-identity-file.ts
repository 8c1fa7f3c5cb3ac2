import { once, requestLimits } from "../onboarding/aws-client.ts";
import { infoKey } from "../onboarding/identity-link.ts";

const s3 = once(async () => {
  const sdk = await import("../onboarding/sdk/s3.ts");
  return { sdk, client: new sdk.S3Client({ requestHandler: requestLimits }) };
});

/** Puts `info.txt` under the prefix of an identity, unless there is one: whose prefix it is, in the ids of the user pool and the identity pool. */
export async function writeInfoFile(Bucket: string, identityId: string, sub: string): Promise<void> {
  const { sdk, client } = await s3();
  const Body = `identityId: ${identityId}\nsub: ${sub}\n`;
  const put = new sdk.PutObjectCommand({
    Bucket,
    Key: infoKey(identityId),
    Body,
    ContentType: "text/plain; charset=utf-8",
    IfNoneMatch: "*",
  });
  try {
    await client.send(put);
  } catch (error) {
    // It is there, or another call is writing it at this moment.
    if (!["PreconditionFailed", "ConditionalRequestConflict"].includes((error as Error).name)) throw error;
  }
}

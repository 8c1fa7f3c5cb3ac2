import type { TestContext } from "node:test";
import { CreateBucketCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import type { LocalAws } from "../local-aws.ts";
import type { LocalOptions } from "../local-options.ts";
import { startLocal } from "../start-local.ts";

export const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** A client of a local AWS's S3 that tries nothing twice. */
export function clientOf(local: LocalAws, config: S3ClientConfig = {}): S3Client {
  return new S3Client({ region: local.region, endpoint: local.url, credentials, maxAttempts: 1, ...config });
}

/** A local AWS with one bucket, `files`, that ends with the test. */
export async function startWithBucket(
  context: Pick<TestContext, "after">,
  options: LocalOptions = {},
): Promise<{ local: LocalAws; s3: S3Client; Bucket: string }> {
  const local = await startLocal(options);
  const s3 = clientOf(local);
  context.after(() => {
    s3.destroy();
    return local.stop();
  });
  await s3.send(new CreateBucketCommand({ Bucket: "files" }));
  return { local, s3, Bucket: "files" };
}

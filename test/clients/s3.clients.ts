import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { type AwsCli, awsCli } from "./aws-cli.ts";
import { run } from "./run.ts";

let aws: LocalAws;
let cli: AwsCli;
before(async () => {
  aws = await startLocal();
  cli = awsCli(aws);
});
after(async () => {
  cli.close();
  await aws.stop();
});

test("aws s3 copies, lists and syncs files, large ones in parts, and removes a bucket that holds some", async () => {
  await cli.prints("s3", "mb", "s3://cli-files");
  const from = join(cli.folder, "from");
  mkdirSync(join(from, "deep", "er"), { recursive: true });
  const files = new Map([
    ["a b+c.txt", Buffer.from("small")],
    ["deep/er/ä.bin", randomBytes(20_000)],
    ["big.bin", randomBytes(20 * 1024 * 1024)],
  ]);
  for (const [name, bytes] of files) writeFileSync(join(from, name), bytes);
  await cli.prints("s3", "sync", from, "s3://cli-files/tree", "--no-progress");
  assert.match(await cli.prints("s3", "ls", "s3://cli-files/tree/"), /PRE deep\/\n.* 5 a b\+c\.txt\n.* 20971520 big\.bin\n$/);
  const listed = await cli.prints("s3", "ls", "--recursive", "s3://cli-files");
  assert.equal(listed.trim().split("\n").length, 3);
  const { ETag } = await cli.answers("s3api", "head-object", "--bucket", "cli-files", "--key", "tree/big.bin");
  assert.match(ETag, /^"[0-9a-f]{32}-3"$/);
  assert.equal(await cli.prints("s3", "sync", from, "s3://cli-files/tree", "--no-progress"), "");
  await cli.prints("s3", "cp", "--recursive", "s3://cli-files/tree", "s3://cli-files/copy", "--no-progress");
  const to = join(cli.folder, "to");
  await cli.prints("s3", "sync", "s3://cli-files/copy", to, "--no-progress");
  for (const [name, bytes] of files) assert.ok(readFileSync(join(to, name)).equals(bytes), name);
  assert.equal(readdirSync(to).length, 3);
  await cli.prints("s3", "mv", "s3://cli-files/copy/a b+c.txt", "s3://cli-files/moved.txt", "--no-progress");
  const printed = await cli.prints("s3", "cp", "s3://cli-files/moved.txt", "-");
  assert.equal(printed, "small");
  const url = (await cli.prints("s3", "presign", "s3://cli-files/moved.txt")).trim();
  assert.equal(await (await fetch(url)).text(), "small");
  await cli.isRefused("BucketNotEmpty", "s3api", "delete-bucket", "--bucket", "cli-files");
  await cli.isRefused("NoSuchKey", "s3api", "get-object", "--bucket", "cli-files", "--key", "none", join(to, "none"));
  await cli.prints("s3", "rb", "--force", "s3://cli-files");
  assert.equal(await cli.prints("s3", "ls"), "");
});

test("boto3 reads, writes and lists what it put, in parts, by streams and by presigned URLs", async () => {
  const { exitCode, stderr } = await run("/usr/bin/python3", ["-B", "boto3_s3.py", aws.url]);
  assert.equal(exitCode, 0, `\n${stderr}`);
  assert.match(stderr, /^Ran 5 tests/m);
});

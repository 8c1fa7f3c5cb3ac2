import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionRequest,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  ListAliasesCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { type LambdaUnderTest, startLambda } from "../test-lambda.ts";
import { zipOf } from "../test-zip.ts";

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(() => lambda.stop());

const Role = "arn:aws:iam::000000000000:role/welcome";
const answers = (word: string) => zipOf({ "index.mjs": `export const handler = async () => process.env.GREETING ?? "${word}";` });

function create(FunctionName: string, more: Partial<CreateFunctionRequest> = {}) {
  const Code = { ZipFile: answers("one") };
  const request = { FunctionName, Role, Runtime: "nodejs24.x", Handler: "index.handler", Code, ...more } as const;
  return lambda.client.send(new CreateFunctionCommand(request));
}

test("a function is created from a zip file, waited for, invoked, changed and deleted", async () => {
  const { client } = lambda;
  const ZipFile = answers("one");
  const created = await create("welcome", { Code: { ZipFile }, Description: "Greets", Timeout: 7, Tags: { team: "growth" } });
  assert.equal(created.FunctionArn, "arn:aws:lambda:us-east-1:000000000000:function:welcome");
  assert.deepEqual([created.Version, created.Timeout, created.MemorySize, created.Role], ["$LATEST", 7, 128, Role]);
  assert.equal(created.CodeSha256, createHash("sha256").update(ZipFile).digest("base64"));
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 5 }, { FunctionName: "welcome" });
  assert.equal((await lambda.invoke("welcome")).payload, "one");

  await client.send(new UpdateFunctionCodeCommand({ FunctionName: "welcome", ZipFile: answers("two") }));
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 5 }, { FunctionName: "welcome" });
  assert.equal((await lambda.invoke("welcome")).payload, "two");
  const Environment = { Variables: { GREETING: "hello" } };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: "welcome", Environment }));
  assert.equal((await lambda.invoke("welcome")).payload, "hello");
  const { Configuration, Tags } = await client.send(new GetFunctionCommand({ FunctionName: "welcome" }));
  assert.deepEqual([Configuration?.Timeout, Configuration?.Description, Tags], [7, "Greets", { team: "growth" }]);

  await client.send(new DeleteFunctionCommand({ FunctionName: "welcome" }));
  await assert.rejects(lambda.invoke("welcome"), { name: "ResourceNotFoundException" });
  await assert.rejects(client.send(new DeleteFunctionCommand({ FunctionName: "welcome" })), {
    name: "ResourceNotFoundException",
  });
  await create("welcome");
  assert.equal((await lambda.invoke("welcome")).payload, "one");
});

test("versions keep their code, are numbered for ever, and an alias moves between them", async () => {
  const { client } = lambda;
  const FunctionName = "versioned";
  await create(FunctionName, { Publish: true });
  const same = await client.send(new PublishVersionCommand({ FunctionName }));
  assert.equal(same.Version, "1");
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: answers("two"), Publish: true }));
  await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1", Description: "in use" }));
  assert.equal((await lambda.invoke(`${FunctionName}:live`)).payload, "one");
  assert.equal((await lambda.invoke(FunctionName, undefined, { Qualifier: "2" })).payload, "two");
  await assert.rejects(client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" })), {
    name: "ResourceConflictException",
    message: /the following aliases reference it: \[arn:.*:versioned:live\]$/,
  });
  const moved = await client.send(new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "2" }));
  assert.deepEqual([moved.FunctionVersion, moved.Description], ["2", "in use"]);
  assert.equal((await lambda.invoke(`${FunctionName}:live`)).payload, "two");
  const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName, FunctionVersion: "2" }));
  assert.deepEqual(
    Aliases?.map(({ Name }) => Name),
    ["live"],
  );
  await client.send(new DeleteAliasCommand({ FunctionName, Name: "live" }));
  await assert.rejects(client.send(new GetAliasCommand({ FunctionName, Name: "live" })), {
    message: "Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:versioned:live",
  });
  await client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "2" }));
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: answers("three"), Publish: true }));
  const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
  assert.deepEqual(
    Versions?.map(({ Version }) => Version),
    ["$LATEST", "1", "3"],
  );
});

test("what the local AWS cannot run is refused by its name", async () => {
  await assert.rejects(create("image", { PackageType: "Image", Code: { ImageUri: "x" } }), /does not emulate PackageType Image/);
  await assert.rejects(create("layered", { Layers: ["arn:aws:lambda:us-east-1:1:layer:a:1"] }), /does not emulate Layers/);
  await assert.rejects(create("stored", { Code: { S3Bucket: "b", S3Key: "k" } }), /S3Bucket is not emulated/);
  await assert.rejects(create("ruby", { Runtime: "ruby3.4" }), { name: "InvalidParameterValueException" });
});

test("a zip file that is none, or that leads out of its folder, makes no function", async () => {
  const broken = { name: "InvalidParameterValueException", message: /^Could not unzip uploaded file/ };
  await assert.rejects(create("broken", { Code: { ZipFile: Buffer.from("no zip file") } }), broken);
  await assert.rejects(create("slips", { Code: { ZipFile: zipOf({ "../../slipped.mjs": "out" }) } }), broken);
  await assert.rejects(lambda.client.send(new GetFunctionCommand({ FunctionName: "slips" })), {
    name: "ResourceNotFoundException",
  });
});

test("a zip file that says that it holds more than 250 MB is not unzipped", async () => {
  const zip = Buffer.from(answers("one"));
  const entry = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  // Of the directory's entry: compressed by deflate, and 300 MB when unpacked.
  zip.writeUInt16LE(8, entry + 10);
  zip.writeUInt32LE(300_000_000, entry + 24);
  await assert.rejects(create("bomb", { Code: { ZipFile: zip } }), /Unzipped size must be smaller than 262144000 bytes$/);
});

test("a second function of a name, and a change of what has changed meanwhile, are refused", async () => {
  const first = await create("once");
  await assert.rejects(create("once"), { name: "ResourceConflictException", message: "Function already exist: once" });
  await lambda.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: "once", Timeout: 9 }));
  const late = new UpdateFunctionConfigurationCommand({ FunctionName: "once", Timeout: 5, RevisionId: first.RevisionId });
  await assert.rejects(lambda.client.send(late), { name: "PreconditionFailedException" });
});

test("with a reserved concurrency of zero nothing runs", async () => {
  await create("stopped");
  await lambda.client.send(new PutFunctionConcurrencyCommand({ FunctionName: "stopped", ReservedConcurrentExecutions: 0 }));
  await assert.rejects(lambda.invoke("stopped"), {
    name: "TooManyRequestsException",
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
  });
});

test("tags are added, taken away and listed by ARN", async () => {
  const { FunctionArn: Resource } = await create("tagged", { Tags: { a: "1", b: "2" } });
  await lambda.client.send(new TagResourceCommand({ Resource, Tags: { c: "3" } }));
  await lambda.client.send(new UntagResourceCommand({ Resource, TagKeys: ["a"] }));
  assert.deepEqual((await lambda.client.send(new ListTagsCommand({ Resource }))).Tags, { b: "2", c: "3" });
});

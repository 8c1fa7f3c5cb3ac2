import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import { type LambdaUnderTest, startLambda } from "../test-lambda.ts";

const code = `export const handler = async (event) => {
  const [, kind] = event.rawPath.split("/");
  if (kind === "fail") throw new Error("secret of the function");
  if (kind === "plain") return { hello: "page" };
  if (kind === "status") return { statusCode: 99 };
  if (kind === "bytes") return { statusCode: 200, headers: { "Content-Type": "image/png" }, body: "AAH/", isBase64Encoded: true };
  if (kind === "foreign") return { statusCode: 200, headers: { "x-name": "Łukasz" }, body: "made" };
  if (kind === "sent") return { statusCode: 200, headers: { "transfer-encoding": "chunked", trailer: "x", connection: "upgrade" }, body: "made" };
  if (kind === "many") return { statusCode: 201, headers: { "X-A": "1\\r\\nx-b: 2", "content-length": "3", "x-c": 7 }, cookies: ["a=1", "b=2"], body: "made" };
  return { statusCode: 200, body: JSON.stringify(event) };
};`;

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(() => lambda.stop());

async function withUrl(name: string, of: LambdaUnderTest = lambda): Promise<string> {
  of.deploy(name, code);
  const { FunctionUrl } = await of.client.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "NONE" }));
  return FunctionUrl as string;
}
async function open(name: string, of: LambdaUnderTest = lambda): Promise<void> {
  const anybody = { FunctionName: name, Principal: "*" };
  const byUrl = { ...anybody, StatementId: "url", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" as const };
  await of.client.send(new AddPermissionCommand(byUrl));
  const invoke = { ...anybody, StatementId: "invoke", Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true };
  await of.client.send(new AddPermissionCommand(invoke));
}

test("a request is an invocation with the event of payload version 2.0", async () => {
  const url = await withUrl("echo");
  await open("echo");
  const answer = await fetch(`${url}a%20b/c?x=1&x=2&y=%C3%A4`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      Authorization: "Bearer token",
      cookie: "a=1; b=2",
      "x-two": "a",
    },
    body: '{"sub":"me"}',
  });
  assert.equal(answer.headers.get("content-type"), "application/json");
  const { headers, requestContext, ...event } = (await answer.json()) as Record<string, Record<string, unknown>>;
  assert.deepEqual(event, {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/a%20b/c",
    rawQueryString: "x=1&x=2&y=%C3%A4",
    cookies: ["a=1", "b=2"],
    queryStringParameters: { x: "1,2", y: "ä" },
    body: '{"sub":"me"}',
    isBase64Encoded: false,
  });
  assert.deepEqual([headers?.authorization, headers?.cookie, headers?.["x-two"]], ["Bearer token", undefined, "a"]);
  const { http, apiId, accountId, time, timeEpoch } = requestContext as Record<string, Record<string, unknown>>;
  assert.deepEqual([http?.method, http?.path, accountId], ["POST", "/a%20b/c", "anonymous"]);
  assert.ok(url.includes(String(apiId)));
  assert.match(String(time), /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  assert.ok(Math.abs(lambda.clock.now() - Number(timeEpoch)) < 60_000);
  const bytes = (await (await fetch(url, { method: "PUT", body: new Uint8Array([0, 255]) })).json()) as object;
  assert.deepEqual([(bytes as { body: string }).body, (bytes as { isBase64Encoded: boolean }).isBase64Encoded], ["AP8=", true]);
});

test("the answer is the handler's; one that fails tells its caller nothing", async () => {
  const url = await withUrl("answers");
  await open("answers");
  const get = async (path: string) => {
    const { status, headers, arrayBuffer } = await fetch(`${url}${path}`).then((answer) => ({
      status: answer.status,
      headers: answer.headers,
      arrayBuffer: () => answer.arrayBuffer(),
    }));
    return { status, headers, body: Buffer.from(await arrayBuffer()) };
  };
  const plain = await get("plain");
  assert.deepEqual([plain.status, plain.body.toString()], [200, '{"hello":"page"}']);
  const many = await get("many");
  assert.deepEqual([many.status, many.body.toString(), many.headers.get("x-c")], [201, "made", "7"]);
  assert.deepEqual([many.headers.get("x-a"), many.headers.get("x-b"), many.headers.getSetCookie()], [null, null, ["a=1", "b=2"]]);
  const bytes = await get("bytes");
  assert.deepEqual([bytes.headers.get("content-type"), [...bytes.body]], ["image/png", [0, 1, 255]]);
  const sent = await get("sent");
  assert.deepEqual([sent.status, sent.body.toString()], [200, "made"]);
  for (const path of ["fail", "status", "foreign"]) {
    const { status, body } = await get(path);
    assert.deepEqual([status, body.toString()], [502, '{"Message":"Internal Server Error"}'], path);
  }
});

test("nobody may call a URL that the resource policy does not open, or that is not there", async () => {
  const url = await withUrl("closed");
  const forbidden = async (of: string) => {
    const answer = await fetch(of);
    assert.deepEqual(
      [answer.status, ((await answer.json()) as { Message: string }).Message.slice(0, 10)],
      [403, "Forbidden."],
      of,
    );
  };
  await forbidden(url);
  const half = { FunctionName: "closed", Principal: "*", StatementId: "half", Action: "lambda:InvokeFunctionUrl" };
  await lambda.client.send(new AddPermissionCommand({ ...half, FunctionUrlAuthType: "NONE" }));
  await forbidden(url);
  await open("closed");
  assert.equal((await fetch(url)).status, 200);
  await forbidden(url.replace(/[a-z0-9]{32}/, "0".repeat(32)));
  // What a URL may, a service may not.
  const invoked = {
    functionName: "closed",
    payload: "{}",
    principal: { service: "events.amazonaws.com", sourceArn: "arn:aws:events:::rule/a" },
  };
  await assert.rejects(async () => lambda.functions.invoke(invoked), { name: "AccessDeniedException" });
});

test("it is found by its name as well, and by no other", async () => {
  const url = new URL(await withUrl("named"));
  await open("named");
  const [, id = ""] = /([a-z0-9]{32})/.exec(url.pathname) ?? [];
  const statusOf = (host: string) =>
    new Promise<number>((resolve, reject) => {
      const options = { host: url.hostname, port: url.port, path: "/plain", headers: { host } };
      send(options, (answer) => resolve(answer.resume().statusCode ?? 0))
        .on("error", reject)
        .end();
    });
  assert.equal(await statusOf(`${id}.lambda-url.us-east-1.localhost:${url.port}`), 200);
  assert.equal(await statusOf(`${id}.lambda-url.us-east-1.on.aws`), 403);
});

test("a configuration is kept, changed, listed and deleted, and what is not emulated is refused by name", async () => {
  const { client } = lambda;
  const url = await withUrl("kept");
  const named = { FunctionName: "kept" };
  const again = new CreateFunctionUrlConfigCommand({ ...named, AuthType: "NONE" });
  await assert.rejects(client.send(again), { name: "ResourceConflictException" });
  const Cors = { AllowOrigins: ["https://app.acme.com"], AllowMethods: ["POST"] };
  const updated = await client.send(new UpdateFunctionUrlConfigCommand({ ...named, Cors }));
  assert.deepEqual([updated.FunctionUrl, updated.Cors, updated.AuthType], [url, Cors, "NONE"]);
  await client.send(new CreateFunctionUrlConfigCommand({ ...named, Qualifier: "live", AuthType: "NONE" }));
  const { FunctionUrlConfigs } = await client.send(new ListFunctionUrlConfigsCommand(named));
  assert.deepEqual(
    FunctionUrlConfigs?.map(({ FunctionArn }) => FunctionArn?.split(":").slice(6).join(":")),
    ["kept", "kept:live"],
  );
  await client.send(new DeleteFunctionUrlConfigCommand(named));
  await assert.rejects(client.send(new GetFunctionUrlConfigCommand(named)), { name: "ResourceNotFoundException" });
  assert.equal((await fetch(url)).status, 403);
  for (const more of [{ AuthType: "AWS_IAM" as const }, { AuthType: "NONE" as const, InvokeMode: "RESPONSE_STREAM" as const }])
    await assert.rejects(client.send(new CreateFunctionUrlConfigCommand({ ...named, ...more })), /is not emulated/);
  await assert.rejects(client.send(new GetFunctionUrlConfigCommand({ FunctionName: "none" })), {
    name: "ResourceNotFoundException",
  });
});

test("the address is the same after a restart", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-url-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const first = await startLambda(dataDir);
  const { pathname } = new URL(await withUrl("echo", first));
  await open("echo", first);
  await first.stop();
  await using second = await startLambda(dataDir);
  const { FunctionUrl } = await second.client.send(new GetFunctionUrlConfigCommand({ FunctionName: "echo" }));
  assert.equal(new URL(FunctionUrl as string).pathname, pathname);
  assert.equal((await fetch(FunctionUrl as string)).status, 200);
});

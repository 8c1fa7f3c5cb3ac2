import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, before, describe, test } from "node:test";
import { AdminGetUserCommand, CognitoIdentityProviderClient, SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { Store } from "../store/store.ts";
import { AwsError } from "./aws-error.ts";
import { type Endpoint, startEndpoint } from "./endpoint.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const createdAt = new Date("2026-02-03T04:05:06.500Z");

describe("the endpoint", () => {
  let store: Store;
  let endpoint: Endpoint;
  const failures: string[] = [];
  const seen: unknown[] = [];

  before(async () => {
    store = new Store(":memory:");
    endpoint = await startEndpoint({
      port: 0,
      store,
      rawServices: [],
      onError: (error) => failures.push((error as Error).message),
      services: [
        {
          name: "cognito-idp",
          operations: {
            SignUp: (input) => {
              seen.push(input);
              if (input.Username === "taken") throw new AwsError("UsernameExistsException", "User already exists");
              if (input.Username === "broken") throw new Error("secret detail");
              return { UserConfirmed: false, UserSub: "s", unknownMember: "dropped" };
            },
            AdminGetUser: (input) => ({ Username: input.Username, UserCreateDate: createdAt, Enabled: true }),
          },
        },
        {
          name: "lambda",
          operations: {
            Invoke: (input) => {
              if (input.FunctionName === "missing")
                throw new AwsError("ResourceNotFoundException", "Function not found: missing");
              return { StatusCode: 200, FunctionError: "Unhandled", LogResult: "bG9n".repeat(1400), Payload: input.Payload };
            },
          },
        },
        {
          name: "ses",
          operations: {
            SendEmail: (input) => {
              seen.push(input);
              if (input.Source === "bad@x.co") throw new AwsError("MessageRejected", "Email address is <not> verified.");
              return { MessageId: "0100" };
            },
          },
        },
        {
          name: "sesv2",
          operations: {
            GetEmailIdentity: (input) => ({ IdentityType: "EMAIL_ADDRESS", VerificationStatus: input.EmailIdentity }),
          },
        },
      ],
    });
  });
  after(async () => {
    await endpoint.stop();
    store.close();
  });

  const options = () => ({ region: "us-east-1", endpoint: endpoint.url, credentials, maxAttempts: 1 });
  const raw = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(endpoint.url, { method: "POST", body, headers: { "content-type": "application/x-amz-json-1.1", ...headers } });
  const signUp = { "x-amz-target": "AWSCognitoIdentityProviderService.SignUp" };

  test("carries AWS JSON 1.1 both ways: nested input, dates, dropped unknown members", async () => {
    const client = new CognitoIdentityProviderClient(options());
    const answer = await client.send(
      new SignUpCommand({ ClientId: "c", Username: "ann", UserAttributes: [{ Name: "email", Value: "a@b.co" }] }),
    );
    assert.equal(answer.UserSub, "s");
    assert.ok(!("unknownMember" in answer));
    assert.deepEqual(seen.at(-1), { ClientId: "c", Username: "ann", UserAttributes: [{ Name: "email", Value: "a@b.co" }] });
    const user = await client.send(new AdminGetUserCommand({ UserPoolId: "local_1", Username: "ann" }));
    assert.deepEqual(user.UserCreateDate, createdAt);
    assert.match(user.$metadata.requestId ?? "", /^[0-9a-f-]{36}$/);
  });

  test("answers an error as SDK v3 types it", async () => {
    const client = new CognitoIdentityProviderClient(options());
    await assert.rejects(
      client.send(new SignUpCommand({ ClientId: "c", Username: "taken" })),
      (error: Error & { $metadata: { httpStatusCode: number } }) => {
        assert.equal(error.constructor.name, "UsernameExistsException");
        assert.equal(error.message, "User already exists");
        assert.equal(error.$metadata.httpStatusCode, 400);
        return true;
      },
    );
  });

  test("joins every missing required member into one validation error", async () => {
    const answer = await raw(JSON.stringify({ UserAttributes: [{ Value: "x" }] }), signUp);
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get("x-amzn-errortype"), "InvalidParameterException:");
    const { message } = (await answer.json()) as { message: string };
    assert.equal(
      message,
      "3 validation errors detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null; " +
        "Value at 'username' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'userAttributes.1.member.name' failed to satisfy constraint: Member must not be null",
    );
  });

  test("keeps the cause of its own failure from the client and gives it to the log", async () => {
    const answer = await raw(JSON.stringify({ ClientId: "c", Username: "broken" }), signUp);
    assert.equal(answer.status, 500);
    const text = await answer.text();
    assert.match(text, /InternalErrorException/);
    assert.doesNotMatch(text, /secret detail|\.ts/);
    assert.deepEqual(failures, ["secret detail"]);
  });

  test("names what is not emulated, unknown or badly typed, each in one clear error", async () => {
    const cases: [body: string, headers: Record<string, string>, type: string, message: RegExp][] = [
      [
        "{}",
        { "x-amz-target": "AWSCognitoIdentityProviderService.ListTerms" },
        "UnknownOperationException",
        /does not emulate cognito-idp:ListTerms/,
      ],
      [
        "{}",
        { "x-amz-target": "AWSCognitoIdentityProviderService.toString" },
        "UnknownOperationException",
        /Unknown operation toString/,
      ],
      ["{}", { "x-amz-target": "Nobody.SignUp" }, "UnknownOperationException", /names no service/],
      ["{}", { "x-amz-target": "__proto__.SignUp" }, "UnknownOperationException", /names no service/],
      ['{"ClientId":', signUp, "SerializationException", /Could not read the request body as JSON/],
      ['"text"', signUp, "SerializationException", /Expected list or structure|found where not expected/],
      ['{"ClientId":7,"Username":"x"}', signUp, "SerializationException", /NUMBER_VALUE can not be converted to a String/],
      ['{"ClientId":"c","Username":["x"]}', signUp, "SerializationException", /Start of list found where not expected/],
      ["{}", { ...signUp, "content-type": "text/plain" }, "SerializationException", /Content-Type must be/],
    ];
    for (const [body, headers, type, message] of cases) {
      const answer = await raw(body, headers);
      const error = (await answer.json()) as { __type: string; message: string };
      assert.equal(error.__type, type);
      assert.match(error.message, message);
    }
  });

  test("refuses a body over the limit and bytes that are not UTF-8, and stays up", async () => {
    const oversized = await raw(`{"ClientId":"${"x".repeat(1_100_000)}"}`, signUp);
    assert.equal(oversized.status, 413);
    assert.match(await oversized.text(), /RequestEntityTooLargeException/);
    const invalid = await raw(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), signUp);
    assert.equal(invalid.status, 400);
    const deep = await raw("[".repeat(500_000), signUp);
    assert.equal(deep.status, 400);
    assert.equal((await raw(JSON.stringify({ ClientId: "c", Username: "still-up" }), signUp)).status, 200);
  });

  test("carries Query and XML with escaped values", async () => {
    const client = new SESClient(options());
    const mail = (Source: string) =>
      new SendEmailCommand({
        Source,
        Destination: { ToAddresses: ["a@x.co", "b@x.co"] },
        Message: { Subject: { Data: "Hé <b>" }, Body: { Text: { Data: "" } } },
      });
    assert.equal((await client.send(mail("ok@x.co"))).MessageId, "0100");
    assert.deepEqual(seen.at(-1), {
      Source: "ok@x.co",
      Destination: { ToAddresses: ["a@x.co", "b@x.co"] },
      Message: { Subject: { Data: "Hé <b>" }, Body: { Text: { Data: "" } } },
    });
    await assert.rejects(client.send(mail("bad@x.co")), { name: "MessageRejected", message: "Email address is <not> verified." });
    const unknown = await fetch(endpoint.url, {
      method: "POST",
      body: new URLSearchParams({ Action: "Nope", Version: "2010-12-01" }),
    });
    assert.match(await unknown.text(), /<Code>InvalidAction<\/Code>/);
  });

  test("carries REST-JSON: labels, headers, raw payloads, typed errors", async () => {
    const client = new LambdaClient(options());
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:f:live";
    const answer = await client.send(new InvokeCommand({ FunctionName: arn, Payload: '{"a":1}' }));
    assert.equal(answer.Payload?.transformToString(), '{"a":1}');
    assert.equal(answer.FunctionError, "Unhandled");
    assert.equal(answer.LogResult?.length, 5600);
    await assert.rejects(client.send(new InvokeCommand({ FunctionName: "missing" })), (error: Error & { Type: string }) => {
      assert.equal(error.constructor.name, "ResourceNotFoundException");
      assert.equal(error.Type, "User");
      return true;
    });
    const sesv2 = new SESv2Client(options());
    assert.equal(
      (await sesv2.send(new GetEmailIdentityCommand({ EmailIdentity: "a b+c@x.co" }))).VerificationStatus,
      "a b+c@x.co",
    );
    assert.equal((await fetch(`${endpoint.url}/nothing/here`)).status, 404);
  });

  test("lets loopback pages in with CORS and keeps other sites and other hosts out", async () => {
    const preflight = await fetch(endpoint.url, {
      method: "OPTIONS",
      headers: { origin: "http://localhost:5173", "access-control-request-headers": "x-amz-target,content-type" },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-origin"), "http://localhost:5173");
    assert.equal(preflight.headers.get("access-control-allow-headers"), "x-amz-target,content-type");
    const page = await raw(JSON.stringify({ ClientId: "c", Username: "x" }), { ...signUp, origin: "http://localhost:5173" });
    assert.match(page.headers.get("access-control-expose-headers") ?? "", /x-amzn-errortype/);
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example"]) {
      const answer = await raw(JSON.stringify({ ClientId: "c", Username: "x" }), { ...signUp, origin });
      assert.equal(answer.status, 403, origin);
    }
    assert.equal(await statusWithHost(endpoint.port, "rebound.example"), 403);
    assert.equal(await statusWithHost(endpoint.port, "localhost"), 404);
  });

  test("answers only once what was written is on disk", async () => {
    let committed = false;
    store.write(() => undefined);
    void store.committed().then(() => {
      committed = true;
    });
    await endpoint.call("cognito-idp", "AdminGetUser", { UserPoolId: "local_1", Username: "x" });
    assert.ok(committed);
  });
});

function statusWithHost(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

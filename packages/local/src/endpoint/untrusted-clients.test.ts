import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { Store } from "../store/store.ts";
import { type Endpoint, startEndpoint } from "./endpoint.ts";

const signature = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0";
const requestTimeoutMs = 150;

describe("a client that is not trusted", () => {
  let store: Store;
  let endpoint: Endpoint;
  const failures: unknown[] = [];
  const ran: string[] = [];

  before(async () => {
    store = new Store(":memory:");
    const run = (name: string) => () => {
      ran.push(name);
      return {};
    };
    endpoint = await startEndpoint({
      port: 0,
      store,
      requestTimeoutMs,
      rawServices: [],
      onError: (error) => failures.push(error),
      services: [{ name: "cognito-idp", operations: { ListUsers: run("ListUsers"), ForgotPassword: run("ForgotPassword") } }],
    });
  });
  after(async () => {
    await endpoint.stop();
    store.close();
  });

  const call = (operation: string, input: object, headers: Record<string, string> = {}) =>
    fetch(endpoint.url, {
      method: "POST",
      body: JSON.stringify(input),
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
        ...headers,
      },
    });
  const listUsers = (headers?: Record<string, string>) => call("ListUsers", { UserPoolId: "local_1" }, headers);

  test("runs no administrator's operation without a signature, and an app's without one", async () => {
    ran.length = 0;
    for (const headers of [undefined, { authorization: "Bearer abc" }]) {
      const answer = await listUsers(headers);
      assert.equal(answer.status, 400);
      assert.deepEqual(await answer.json(), {
        __type: "MissingAuthenticationTokenException",
        message: "Missing Authentication Token",
      });
    }
    assert.deepEqual(ran, []);
    assert.equal((await listUsers({ authorization: signature })).status, 200);
    assert.equal((await call("ForgotPassword", { ClientId: "c", Username: "ada" })).status, 200);
    assert.deepEqual(ran, ["ListUsers", "ForgotPassword"]);
  });

  test("on a page of another site runs nothing at all, even with a signature", async () => {
    ran.length = 0;
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example", "http://evil.localhost.example"])
      assert.equal((await listUsers({ authorization: signature, origin })).status, 403, origin);
    // A browser leaves Origin out of some requests, and says this instead.
    assert.match(
      await exchange(
        `POST / HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: cross-site\r\nsec-fetch-mode: no-cors\r\ncontent-length: 2\r\n\r\n{}`,
      ),
      /^HTTP\/1\.1 403 /,
    );
    // What a form can send without a preflight names no operation.
    const form = await fetch(endpoint.url, {
      method: "POST",
      body: '{"UserPoolId":"local_1"}',
      headers: { "content-type": "text/plain" },
    });
    assert.equal(form.status, 404);
    assert.deepEqual(ran, []);
  });

  test("that sends slowly is cut off, and keeps nobody waiting", async () => {
    const target =
      "x-amz-target: AWSCognitoIdentityProviderService.ForgotPassword\r\ncontent-type: application/x-amz-json-1.1\r\n";
    const slow = [
      exchange(`POST / HTTP/1.1\r\nhost: localhost\r\n${target}content-length: 100\r\n\r\n{"ClientId"`),
      exchange(`POST / HTTP/1.1\r\nhost: localhost\r\n${target}`),
      exchange(`POST / HTTP/1.1\r\nhost: localhost\r\n${target}transfer-encoding: chunked\r\n\r\n5\r\n{"Cli`),
    ];
    assert.equal((await call("ForgotPassword", { ClientId: "c", Username: "ada" })).status, 200);
    for (const answer of await Promise.all(slow)) assert.match(answer, /^HTTP\/1\.1 408 Request Timeout\r\n/);
    assert.deepEqual(failures, []);
  });

  test("that hangs up in the middle, or speaks no HTTP, is no failure of the local AWS", async () => {
    const target =
      "x-amz-target: AWSCognitoIdentityProviderService.ForgotPassword\r\ncontent-type: application/x-amz-json-1.1\r\n";
    const socket = connect(endpoint.port, "127.0.0.1");
    socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\n${target}content-length: 100\r\n\r\n{"ClientId"`, () => socket.destroy());
    assert.match(await exchange("\u0000\u0001 hello\r\n\r\n"), /^HTTP\/1\.1 400 /);
    assert.match(await exchange("GET / HTTP/1.1\r\n\r\n"), /^HTTP\/1\.1 400 /);
    assert.equal((await call("ForgotPassword", { ClientId: "c", Username: "ada" })).status, 200);
    assert.deepEqual(failures, []);
  });

  /** Sends bytes and reads until the endpoint closes the connection, or has sent a whole head. */
  function exchange(bytes: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const socket = connect(endpoint.port, "127.0.0.1", () => socket.write(bytes));
    let received = "";
    socket.setEncoding("latin1");
    socket.on("data", (text) => {
      received += text;
      if (received.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
    return promise;
  }
});

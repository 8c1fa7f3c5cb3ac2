import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type LambdaUnderTest, startLambda } from "../test-lambda.ts";

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(() => lambda.stop());

// What the AWS SDK v2 does: its own agent, and a request to the Region's host.
const call = (load: string) => `${load}
const agent = new https.Agent({ keepAlive: true });
const send = (url, headers) => new Promise((resolve, reject) => {
  const request = https.request(url, { method: "POST", agent, headers }, (response) => {
    let body = "";
    response.on("data", (chunk) => { body += chunk; }).on("end", () => resolve({ status: response.statusCode, body }));
  });
  request.on("error", (error) => resolve({ error: error.code }));
  request.end("{}");
});`;
const loads = {
  "an ES module": {
    file: "index.mjs",
    code: `${call('import https from "node:https";')} export const handler = ({ url, headers }) => send(url, headers);`,
  },
  "an ES module by name": {
    file: "index.mjs",
    code: `${call('import { request, Agent } from "https"; const https = { request: (...args) => request(...args), Agent };')} export const handler = ({ url, headers }) => send(url, headers);`,
  },
  CommonJS: {
    file: "index.cjs",
    code: `${call('const https = require("https");')} exports.handler = ({ url, headers }) => send(url, headers);`,
  },
};

for (const [form, { file, code }] of Object.entries(loads)) {
  test(`a signed request to AWS's own host reaches the local AWS, from ${form}`, async () => {
    lambda.deploy("old-sdk", { [file]: code });
    const { payload } = await lambda.invoke("old-sdk", {
      url: "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/nobody/invocations",
      headers: {
        Host: "lambda.us-east-1.amazonaws.com",
        Authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20261121/us-east-1/lambda/aws4_request",
      },
    });
    assert.equal(payload.status, 404);
    assert.match(payload.body, /Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody/);
  });
}

test("a request without anything of AWS goes where it wants to", async () => {
  lambda.deploy("download", { "index.mjs": loads["an ES module"].code });
  const { payload } = await lambda.invoke("download", { url: "https://nowhere.invalid/file", headers: {} });
  assert.match(payload.error, /^(?:ENOTFOUND|EAI_AGAIN)$/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { StepError } from "./errors.ts";
import { classify, describeError } from "./failure.ts";

const answered = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
const network = (code: string) => Object.assign(new Error(code), { code });

test("an answer that refuses says that nothing happened; only throttling is worth another attempt", () => {
  for (const name of ["AccessDeniedException", "ValidationException", "MessageRejected", "ResourceNotFoundException"])
    assert.deepEqual(classify(answered(name, 400)), { retry: false, happened: "no" }, name);
  for (const error of [answered("ThrottlingException", 400), answered("TooManyRequestsException", 429), answered("Other", 503)])
    assert.deepEqual(classify(error), { retry: true, happened: "no" }, error.name);
});

test("a request that never left did not happen; one whose answer is missing may have", () => {
  for (const code of ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"])
    assert.deepEqual(classify(network(code)), { retry: true, happened: "no" }, code);
  const maybe: Error[] = [network("ECONNRESET"), network("EPIPE"), answered("InternalFailure", 500), answered("BadGateway", 502)];
  maybe.push(Object.assign(new Error(), { name: "TimeoutError" }), Object.assign(new Error(), { name: "AbortError" }));
  for (const error of maybe) assert.deepEqual(classify(error), { retry: true, happened: "maybe" }, String(error));
});

test("fetch says in its cause what happened", () => {
  assert.equal(classify(new TypeError("fetch failed", { cause: network("ECONNREFUSED") })).happened, "no");
  assert.deepEqual(classify(new TypeError("fetch failed", { cause: network("ECONNRESET") })), { retry: true, happened: "maybe" });
});

test("a fault of the step's own code is not tried again, and a StepError says it itself", () => {
  assert.equal(classify(new TypeError("x is undefined")).retry, false);
  assert.deepEqual(classify(new StepError("closed", { retry: true, happened: "no" })), { retry: true, happened: "no" });
  for (const odd of [undefined, null, "text", 7]) assert.equal(classify(odd).retry, true);
});

test("a description holds no e-mail address, phone number or value of the user", () => {
  const error = Object.assign(new Error('Rejected: "Ann Ö" <ann@example.com>, +49 (123) 456-789,\n zoe@x.io'), {
    name: "MessageRejected",
  });
  const text = describeError(error, ["Ann Ö", "", undefined, "a"]);
  assert.equal(text, 'MessageRejected: Rejected: "<user>" <<e-mail>>, <phone>, <e-mail>');
  assert.ok(describeError(new Error("x".repeat(5_000))).length <= 300);
  assert.equal(describeError(undefined), "Error: undefined");
});

test("what is told of an error leaves the user out in every spelling", () => {
  const user = ['Ann "A" Öst', "ann@example.com", "+15550001234"];
  for (const said of [
    'ann "a" öst',
    "Ann%20%22A%22%20%C3%96st",
    "Ann+%22A%22+%C3%96st",
    '{"name":"Ann \\"A\\" Öst"}',
    "ANN%40EXAMPLE.COM",
    "15550001234",
  ]) {
    const told = describeError(new Error(`Cannot add ${said}`), user);
    assert.match(told, /^Error: Cannot add (<user>|<e-mail>|{"name":"<user>"})$/);
  }
  assert.equal(describeError(new Error("Cannot reach bob%40example.com")), "Error: Cannot reach <e-mail>");
  assert.equal(
    describeError(new Error("Cannot greet %20Ann, Annabel or ann"), ["Ann"]),
    "Error: Cannot greet %20<user>, <user>abel or <user>",
  );
});

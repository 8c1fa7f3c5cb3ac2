import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadModel } from "../../model/load-model.ts";
import { structureFromJson } from "./json-shapes.ts";

const model = loadModel("cognito-idp");
const nested = (depth: number) => JSON.parse(`${'{"a":['.repeat(depth / 2)}${"]}".repeat(depth / 2)}`);

describe("what is read of JSON", () => {
  it("takes a document as deep as anybody writes one, and none that would exhaust the stack", () => {
    const read = (Settings: unknown) => structureFromJson(model, "CreateManagedLoginBrandingRequest", { Settings });
    assert.deepEqual(read(nested(1000)), { Settings: nested(1000) });
    for (const depth of [1002, 100_000]) assert.throws(() => read(nested(depth)), { name: "SerializationException" });
  });

  it("leaves out a map's null, and keeps a list's for the constraints to refuse", () => {
    const read = structureFromJson(model, "SignUpRequest", { ClientMetadata: { a: null, b: "c" }, UserAttributes: [null] });
    assert.deepEqual(read, { ClientMetadata: { b: "c" }, UserAttributes: [undefined] });
  });

  it("takes the names that every object has for what they are: names", () => {
    const metadata = JSON.parse('{"__proto__":"a","constructor":"b"}');
    const { ClientMetadata } = structureFromJson(model, "SignUpRequest", { ClientMetadata: metadata }) as typeof metadata;
    assert.deepEqual(Object.entries(ClientMetadata), [
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
    const inherited = Object.create({ ClientId: "c" });
    assert.deepEqual(structureFromJson(model, "SignUpRequest", inherited), {});
  });
});

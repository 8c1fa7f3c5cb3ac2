import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  type SchemaAttributeType,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const invalid = (message: string | RegExp) => ({ name: "InvalidParameterException", message });

async function schemaOf(UserPoolId: string) {
  const { UserPool } = await pools.client.send(new DescribeUserPoolCommand({ UserPoolId }));
  return new Map(UserPool?.SchemaAttributes?.map((attribute) => [attribute.Name, attribute]));
}

const add = (UserPoolId: string, ...CustomAttributes: SchemaAttributeType[]) =>
  pools.client.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes }));

describe("AddCustomAttributes", () => {
  it("adds attributes of four types, the developers' own under their prefix", async () => {
    const { UserPoolId } = await pools.createPool();
    await add(
      UserPoolId,
      { Name: "plan", AttributeDataType: "String", StringAttributeConstraints: { MinLength: "2", MaxLength: "5" } },
      { Name: "age", AttributeDataType: "Number", NumberAttributeConstraints: { MinValue: "18", MaxValue: "130" } },
      { Name: "since", AttributeDataType: "DateTime", Mutable: false },
      { Name: "happy", AttributeDataType: "Boolean", DeveloperOnlyAttribute: true },
    );
    const schema = await schemaOf(UserPoolId);
    assert.deepEqual(schema.get("custom:plan"), {
      Name: "custom:plan",
      AttributeDataType: "String",
      DeveloperOnlyAttribute: false,
      Mutable: true,
      Required: false,
      StringAttributeConstraints: { MinLength: "2", MaxLength: "5" },
    });
    assert.equal(schema.get("custom:since")?.Mutable, false);
    assert.equal(schema.get("dev:custom:happy")?.DeveloperOnlyAttribute, true);
    await assert.rejects(add(UserPoolId, { Name: "plan", AttributeDataType: "String" }), {
      ...invalid("custom:plan: Existing attribute already has name custom:plan."),
    });
    await assert.rejects(
      add(UserPoolId, { Name: "happy", AttributeDataType: "Boolean", DeveloperOnlyAttribute: true }),
      invalid("custom:happy: Existing attribute already has name dev:custom:happy."),
    );
    await add(UserPoolId, { Name: "happy", AttributeDataType: "Boolean" });
  });

  it("has a pool take fifty, and none of a call that has one too many", async () => {
    const { UserPoolId } = await pools.createPool();
    const some = (from: number, to: number): SchemaAttributeType[] =>
      Array.from({ length: to - from }, (_, index) => ({ Name: `a${from + index}`, AttributeDataType: "String" }));
    await add(UserPoolId, ...some(0, 25));
    await add(UserPoolId, ...some(25, 49));
    await assert.rejects(add(UserPoolId, ...some(49, 51)), { name: "InvalidParameterException" });
    await add(UserPoolId, ...some(49, 50));
    assert.equal([...(await schemaOf(UserPoolId)).keys()].filter((name) => name?.startsWith("custom:")).length, 50);
  });

  const refusals: [string, SchemaAttributeType, string][] = [
    [
      "a required one",
      { Name: "r", AttributeDataType: "String", Required: true },
      "Required custom attributes are not supported currently.",
    ],
    ["one without a type", { Name: "t" }, "Invalid AttributeDataType input, consider using the provided AttributeDataType enum."],
    [
      "a length that no text has",
      { Name: "l", AttributeDataType: "String", StringAttributeConstraints: { MinLength: "5", MaxLength: "4" } },
      "user.custom:l: Max length cannot be less than min length.",
    ],
    [
      "a length beyond Cognito's",
      { Name: "l", AttributeDataType: "String", StringAttributeConstraints: { MaxLength: "2049" } },
      "user.custom:l: String attributes cannot have a length of more than 2048",
    ],
    [
      "a limit that is no number",
      { Name: "l", AttributeDataType: "Number", NumberAttributeConstraints: { MinValue: "few" } },
      "Invalid NumberAttributeConstraints for schema attribute custom:l",
    ],
    [
      "a range that holds nothing",
      { Name: "l", AttributeDataType: "Number", NumberAttributeConstraints: { MinValue: "2", MaxValue: "1" } },
      "user.custom:l: Max value cannot be less than min value.",
    ],
  ];
  for (const [what, attribute, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const { UserPoolId } = await pools.createPool();
      await assert.rejects(add(UserPoolId, attribute), invalid(message));
    });
  }
});

describe("the schema of a pool", () => {
  it("changes and extends Cognito's own attributes, but not their types", async () => {
    const create = (...Schema: SchemaAttributeType[]) => pools.client.send(new CreateUserPoolCommand({ PoolName: "s", Schema }));
    const { UserPool } = await create(
      { Name: "sub", AttributeDataType: "String", Mutable: true },
      { Name: "email", AttributeDataType: "String", Required: true, Mutable: false },
      { Name: "plan", AttributeDataType: "String" },
    );
    const schema = await schemaOf(UserPool?.Id as string);
    assert.deepEqual([schema.get("email")?.Required, schema.get("email")?.Mutable], [true, false]);
    assert.equal(schema.get("sub")?.Mutable, false);
    assert.deepEqual(schema.get("email")?.StringAttributeConstraints, { MinLength: "0", MaxLength: "2048" });
    assert.ok(schema.has("identities") && schema.has("custom:plan") && !schema.has("custom:sub"));
    const refused = invalid(
      "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
    );
    await assert.rejects(create({ Name: "email", AttributeDataType: "Number" }), refused);
    await assert.rejects(create({ Name: "email", DeveloperOnlyAttribute: true }), refused);
    await assert.rejects(
      create({ Name: "plan", AttributeDataType: "String" }, { Name: "plan", AttributeDataType: "Number" }),
      invalid("custom:plan: Existing attribute already has name custom:plan."),
    );
  });

  it("holds every value to its type and limits, and names all that break one", async () => {
    const Schema: SchemaAttributeType[] = [
      { Name: "plan", AttributeDataType: "String", StringAttributeConstraints: { MinLength: "2", MaxLength: "5" } },
      { Name: "age", AttributeDataType: "Number", NumberAttributeConstraints: { MinValue: "18", MaxValue: "130" } },
      { Name: "since", AttributeDataType: "DateTime" },
      { Name: "happy", AttributeDataType: "Boolean" },
    ];
    const { UserPoolId } = await pools.createPool({ Schema });
    let made = 0;
    const create = async (attributes: Record<string, string>) => {
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      const Username = `user${made++}`;
      await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }));
      return Username;
    };
    const good = { "custom:plan": "pro", "custom:age": "18.5", "custom:since": "2026-11-21T13:00:00Z", "custom:happy": "True" };
    const standard = { birthdate: "1815-12-10", updated_at: "1763730000", locale: "en-GB", website: "anything" };
    const Username = await create({ ...good, ...standard });
    const { UserAttributes } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    assert.equal(UserAttributes?.find(({ Name }) => Name === "custom:age")?.Value, "18.5");
    const prefix = "Attributes did not conform to the schema: ";
    const faults: [Record<string, string>, string][] = [
      [{ "custom:plan": "x" }, "custom:plan: String must be no shorter than 2 characters\n"],
      [{ "custom:plan": "xxxxxx" }, "custom:plan: String must be no longer than 5 characters\n"],
      [{ birthdate: "1815" }, "birthdate: String must be no shorter than 10 characters\n"],
      [{ birthdate: "10 December 1815" }, "birthdate: String must be no longer than 10 characters\n"],
      [{ "custom:age": "17" }, "custom:age: Number must be no less than 18\n"],
      [{ "custom:age": "131" }, "custom:age: Number must be no greater than 130\n"],
      [{ updated_at: "now" }, "updated_at: Value must be a number\n"],
      [{ updated_at: "-1" }, "updated_at: Number must be no less than 0\n"],
      [{ "custom:since": "1" }, "custom:since: Value must be a date in the format of ISO 8601\n"],
      [{ "custom:happy": "yes" }, "custom:happy: Value must be a boolean\n"],
      [{ identities: "[]" }, "identities: Attribute does not exist in the schema.\n"],
      [Object.fromEntries([["__proto__", "x"]]), "__proto__: Attribute does not exist in the schema.\n"],
      [
        { "custom:plan": "x", "custom:no": "1" },
        "custom:plan: String must be no shorter than 2 characters\ncustom:no: Attribute does not exist in the schema.\n",
      ],
    ];
    for (const [attributes, message] of faults) await assert.rejects(create(attributes), invalid(prefix + message));
    await assert.rejects(create({ phone_number: "555 1234" }), invalid("Invalid phone number format."));
  });
});

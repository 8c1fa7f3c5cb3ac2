import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadModel } from "../../model/load-model.ts";
import { AwsError } from "../aws-error.ts";
import { checkInput } from "./check-input.ts";

const model = loadModel("cognito-idp");
const clientId = "4hde9f8s7g6h5j4k3l2m1n0p9q";
const user = { ClientId: clientId, Username: "ada", Password: "Correct-horse-7" };
const pool = { UserPoolId: "us-east-1_abc", Username: "ada" };
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

/** What the check says of an input of an operation; undefined if it passes. */
function refusal(operation: string, input: object): string | undefined {
  try {
    checkInput(model, model.operations[operation]?.input as string, input);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof AwsError);
    return `${error.name}: ${error.message}`;
  }
}

const one = (value: string, path: string, constraint: string) =>
  `InvalidParameterException: 1 validation error detected: ${value} at '${path}' failed to satisfy constraint: ${constraint}`;

describe("what AWS asks of a request", () => {
  it("names a missing member as null, and a missing secret without a value", () => {
    assert.equal(
      refusal("InitiateAuth", {}),
      "InvalidParameterException: 2 validation errors detected: Value null at 'authFlow' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'clientId' failed to satisfy constraint: Member must not be null",
    );
    assert.equal(refusal("ForgotPassword", { ClientId: clientId }), one("Value", "username", "Member must not be null"));
  });

  it("tells every fault of a request in the model's order, length before pattern", () => {
    const pattern = "Member must satisfy regular expression pattern";
    assert.equal(
      refusal("SignUp", { ClientId: "", Username: "", Password: " x" }),
      "InvalidParameterException: 5 validation errors detected: " +
        [
          "Value '' at 'clientId' failed to satisfy constraint: Member must have length greater than or equal to 1",
          `Value '' at 'clientId' failed to satisfy constraint: ${pattern}: [\\w+]+`,
          "Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1",
          `Value at 'username' failed to satisfy constraint: ${pattern}: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+`,
          `Value at 'password' failed to satisfy constraint: ${pattern}: ^[\\S]+.*[\\S]+$`,
        ].join("; "),
    );
  });

  it("never shows what is sensitive, alone or inside something else", () => {
    const secret = "s3cret value";
    const inputs: [string, object][] = [
      ["SignUp", { ...user, Username: secret, Password: ` ${secret}`, SecretHash: secret }],
      ["SignUp", { ...user, UserAttributes: [{ Name: "x", Value: secret.repeat(200) }] }],
      ["InitiateAuth", { ClientId: clientId, AuthFlow: "USER_AUTH", AuthParameters: { PASSWORD: secret.repeat(12_000) } }],
      ["RespondToAuthChallenge", { ClientId: clientId, ChallengeName: "PASSWORD", Session: secret }],
      ["GetUser", { AccessToken: secret }],
    ];
    for (const [operation, input] of inputs) {
      const said = refusal(operation, input);
      assert.match(said ?? "", /^InvalidParameterException: \d validation error/);
      assert.doesNotMatch(said ?? "", /s3cret/);
    }
  });

  it("bounds numbers by their value, strings by code points, lists and maps by their size", () => {
    assert.equal(
      refusal("ListUsers", { UserPoolId: pool.UserPoolId, Limit: 61 }),
      one("Value '61'", "limit", "Member must have value less than or equal to 60"),
    );
    assert.equal(refusal("ListUsers", { UserPoolId: pool.UserPoolId, Limit: 60 }), undefined);
    assert.equal(refusal("SignUp", { ...user, Username: "𝒜".repeat(128) }), undefined);
    assert.equal(
      refusal("SignUp", { ...user, Username: "𝒜".repeat(129) }),
      one("Value", "username", "Member must have length less than or equal to 128"),
    );
    assert.equal(
      refusal("AddCustomAttributes", { UserPoolId: pool.UserPoolId, CustomAttributes: many(26).map((n) => ({ Name: `n${n}` })) }),
      one("Value", "customAttributes", "Member must have length less than or equal to 25"),
    );
    const urls = many(101).map((n) => `app://${n}`);
    assert.match(
      refusal("CreateUserPoolClient", { UserPoolId: pool.UserPoolId, ClientName: "a", CallbackURLs: urls }) ?? "",
      /Value '\[app:\/\/0, app:\/\/1, .*\.\.\.' at 'callbackURLs' failed to satisfy constraint: Member must have length less than or equal to 100$/,
    );
  });

  it("tells of a wrong part once for the whole list or map, with all that parts must be", () => {
    assert.equal(
      refusal("AdminDeleteUserAttributes", { ...pool, UserAttributeNames: ["email", "", "b".repeat(33)] }),
      one(
        `Value '[email, , ${"b".repeat(33)}]'`,
        "userAttributeNames",
        "Member must satisfy constraint: [Member must have length less than or equal to 32, Member must have length greater than or equal to 1, " +
          "Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+]",
      ),
    );
    assert.equal(
      refusal("TagResource", { ResourceArn: "arn:aws:cognito-idp:r:1:userpool/x", Tags: { "": "v" } }),
      one(
        "Value '{=v}'",
        "tags",
        "Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
      ),
    );
    assert.match(
      refusal("TagResource", { ResourceArn: "arn:aws:cognito-idp:r:1:userpool/x", Tags: { k: "v".repeat(257) } }) ?? "",
      /at 'tags' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 256, /,
    );
    const { UserPoolId } = pool;
    assert.match(
      refusal("CreateUserPoolClient", { UserPoolId, ClientName: "a", AllowedOAuthFlows: ["code", "guess"] }) ?? "",
      /Value '\[code, guess\]' at 'allowedOAuthFlows' .*\[Member must satisfy enum value set: \[code, implicit, client_credentials\]\]$/,
    );
  });

  it("names the place of a fault inside lists and structures, and a list's null", () => {
    assert.equal(
      refusal("SignUp", { ...user, UserAttributes: [{ Name: "email" }, { Name: "" }, undefined] }),
      "InvalidParameterException: 3 validation errors detected: " +
        "Value '' at 'userAttributes.2.member.name' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value '' at 'userAttributes.2.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: " +
        "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+; Value null at 'userAttributes.3.member' failed to satisfy constraint: Member must not be null",
    );
    assert.equal(
      refusal("CreateUserPool", { PoolName: "p", Policies: { PasswordPolicy: { MinimumLength: 5 } } }),
      one("Value '5'", "policies.passwordPolicy.minimumLength", "Member must have value greater than or equal to 6"),
    );
    assert.equal(
      refusal("CreateUserPool", { PoolName: "p", MfaConfiguration: "MAYBE" }),
      one("Value 'MAYBE'", "mfaConfiguration", "Member must satisfy enum value set: [OFF, ON, OPTIONAL]"),
    );
  });

  it("keeps the message short whatever a request holds, and counts all the same", () => {
    const said = refusal("SignUp", { ...user, UserAttributes: many(5000).map(() => ({ Name: "𝒜".repeat(300) })) }) ?? "";
    assert.match(said, /^InvalidParameterException: 5000 validation errors detected: /);
    assert.ok(said.length < 12_000, String(said.length));
    assert.ok(said.isWellFormed());
  });

  it("asks for whole numbers where AWS has integers", () => {
    const { UserPoolId } = pool;
    for (const Limit of [1.5, 2 ** 31, Number.MAX_VALUE])
      assert.equal(
        refusal("ListUsers", { UserPoolId, Limit }),
        "SerializationException: NUMBER_VALUE can not be converted to an Integer",
      );
  });
});

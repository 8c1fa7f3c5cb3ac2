import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { UserPool, UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { Table } from "aws-cdk-lib/aws-dynamodb";
import { App, Stack } from "aws-cdk-lib/core";
import { Onboarding } from "../onboarding.ts";
import { cycleIn, edgesOf, type Resource, resourcesOfType, statementsIn, type Template } from "../test-template.ts";
import { env, fileOf, goodBucket, goodPool, type Synthesized, synthesized, withoutBundling } from "../test-variants.ts";

const claimed = join(fileOf("identity"), "../claimed.ts");
const page = "https://app.acme.com";
let made: Synthesized;
before(() => {
  made = synthesized(withoutBundling, (app) => {
    const stack = (id: string) => new Stack(app, id, { env });
    const all = stack("All");
    const userPool = goodPool(all);
    const clients = [userPool.addClient("Page"), userPool.addClient("Phone")];
    const tables = [Table.fromTableName(all, "Notes", "notes")];
    const identity = { clients, bucket: goodBucket(all), tables, linkFrom: [page] };
    new Onboarding(all, "Onboarding", { entry: fileOf("identity"), userPool, identity });

    const plain = stack("Plain");
    const plainPool = goodPool(plain);
    new Onboarding(plain, "Onboarding", {
      entry: fileOf("welcome"),
      userPool: plainPool,
      identity: { clients: [plainPool.addClient("Page")] },
    });

    const environment = { FOYER_IDENTITY_POOL_ID: "eu-west-1:1", FOYER_BUCKET: "their-files" };
    const named = stack("Named");
    new Onboarding(named, "Onboarding", { entry: fileOf("identity"), userPool: goodPool(named), environment });

    const poolStack = stack("PoolStack");
    const otherPool = goodPool(poolStack);
    const client = otherPool.addClient("Page");
    new Onboarding(stack("Claimed"), "Onboarding", { entry: claimed, userPool: otherPool, identity: { clients: [client] } });
  });
});
const template = (name: string) => made.templates[name] as Template;
function theOne(of: Template, type: string, part = ""): [string, Resource] {
  const found = resourcesOfType(of, type).filter(([id]) => id.includes(part));
  assert.equal(found.length, 1, `${type} ${part}: ${found.map(([id]) => id)}`);
  return found[0] as [string, Resource];
}
const properties = (of: Template, type: string, part = "") => theOne(of, type, part)[1].Properties ?? {};
const environmentOf = (of: Template, part: string) =>
  (properties(of, "AWS::Lambda::Function", part).Environment as { Variables: Record<string, unknown> }).Variables;

test("no template has a cycle, and cdk-nag's AwsSolutions has nothing against any", () => {
  for (const [name, each] of Object.entries(made.templates)) assert.equal(cycleIn(edgesOf(each)), undefined, name);
  assert.deepEqual(made.findings, []);
});

describe("the identity pool", () => {
  test("believes ID tokens of the named app clients, has no guests, and makes the tag cognitoId of sub", () => {
    const of = template("All");
    const [pool] = theOne(of, "AWS::Cognito::IdentityPool");
    const { AllowUnauthenticatedIdentities, AllowClassicFlow, CognitoIdentityProviders } = properties(
      of,
      "AWS::Cognito::IdentityPool",
    );
    assert.deepEqual([AllowUnauthenticatedIdentities, AllowClassicFlow], [false, false]);
    const [users] = theOne(of, "AWS::Cognito::UserPool");
    const ProviderName = { "Fn::GetAtt": [users, "ProviderName"] };
    assert.deepEqual(
      CognitoIdentityProviders,
      resourcesOfType(of, "AWS::Cognito::UserPoolClient").map(([id]) => ({
        ClientId: { Ref: id },
        ProviderName,
        ServerSideTokenCheck: true,
      })),
    );
    const [role] = theOne(of, "AWS::IAM::Role", "UserRole");
    assert.deepEqual(properties(of, "AWS::Cognito::IdentityPoolPrincipalTag"), {
      IdentityPoolId: { Ref: pool },
      IdentityProviderName: ProviderName,
      PrincipalTags: { cognitoId: "sub" },
      UseDefaults: false,
    });
    assert.deepEqual(properties(of, "AWS::Cognito::IdentityPoolRoleAttachment"), {
      IdentityPoolId: { Ref: pool },
      Roles: { authenticated: { "Fn::GetAtt": [role, "Arn"] } },
    });
    assert.deepEqual(properties(of, "AWS::IAM::Role", "UserRole").AssumeRolePolicyDocument, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
          Condition: {
            StringEquals: { "cognito-identity.amazonaws.com:aud": { Ref: pool } },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
          },
        },
      ],
    });
  });

  test("a user has the objects below the own prefixes and the items under the own key, and nothing else", () => {
    const statements = statementsIn(template("All")).filter(({ at }) => at.includes("OwnThings"));
    const user = `\${aws:PrincipalTag/cognitoId}`;
    const identity = `\${cognito-identity.amazonaws.com:sub}`;
    const found = statements.map(({ statement: { Sid, Resource, Condition } }) => [Sid, Resource, Condition]);
    const files = (path: string) => ({ "Fn::Sub": [`arn:\${AWS::Partition}:s3:::\${Bucket}${path}`, { Bucket: "acme-files" }] });
    assert.deepEqual(
      found,
      [
        [
          "Files",
          [files(`/\${!aws:PrincipalTag/cognitoId}/*`), files(`/private/\${!cognito-identity.amazonaws.com:sub}/*`)],
          undefined,
        ],
        ["ListFiles", files(""), { StringLike: { "s3:prefix": [`${user}/*`, `private/${identity}/*`] } }],
        [
          "Items0",
          { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":dynamodb:eu-west-1:111122223333:table/notes"]] },
          { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [user] }, Null: { "dynamodb:LeadingKeys": "false" } },
        ],
      ].map(([sid, resource, condition]) => [
        sid,
        sid === "ListFiles" ? [resource] : sid === "Items0" ? [resource] : resource,
        condition,
      ]),
    );
  });

  test("without a bucket and tables its role may do nothing, and without linkIdentity in the file there is no function", () => {
    const of = template("Plain");
    assert.deepEqual(
      statementsIn(of).filter(({ at }) => at.includes("OwnThings")),
      [],
    );
    assert.deepEqual(
      resourcesOfType(of, "AWS::Lambda::Function").filter(([id]) => id.includes("LinkIdentity")),
      [],
    );
  });
});

test("the function of linkIdentity knows the pools and the bucket, and its URL lets the page of the application call it", () => {
  const of = template("All");
  const [id] = theOne(of, "AWS::Lambda::Function", "LinkIdentity");
  const { FOYER_USER_POOL_ID, FOYER_IDENTITY_POOL_ID, FOYER_BUCKET } = environmentOf(of, "LinkIdentity");
  assert.deepEqual(
    [FOYER_USER_POOL_ID, FOYER_IDENTITY_POOL_ID, FOYER_BUCKET],
    [{ Ref: theOne(of, "AWS::Cognito::UserPool")[0] }, { Ref: theOne(of, "AWS::Cognito::IdentityPool")[0] }, "acme-files"],
  );
  assert.deepEqual(properties(of, "AWS::Lambda::Url"), {
    AuthType: "NONE",
    Cors: { AllowHeaders: ["authorization", "content-type"], AllowMethods: ["POST"], AllowOrigins: [page], MaxAge: 3600 },
    TargetFunctionArn: { "Fn::GetAtt": [id, "Arn"] },
  });
  const permissions = resourcesOfType(of, "AWS::Lambda::Permission").filter(
    ([, { Properties }]) => Properties?.Principal === "*",
  );
  const more = permissions.map(([, { Properties = {} }]) => [
    Properties.Action,
    Properties.FunctionUrlAuthType,
    Properties.InvokedViaFunctionUrl,
  ]);
  assert.deepEqual(more.sort(), [
    ["lambda:InvokeFunction", undefined, true],
    ["lambda:InvokeFunctionUrl", "NONE", undefined],
  ]);
});

test("identities are claimed of a pool with the developer provider, which the functions are told of", () => {
  const of = template("Claimed");
  const [pool, { Properties }] = theOne(of, "AWS::Cognito::IdentityPool");
  assert.equal(Properties?.DeveloperProviderName, "users.acme.com");
  for (const name of ["Worker", "LinkIdentity"]) {
    assert.deepEqual(environmentOf(of, `Functions${name}`).FOYER_IDENTITY_POOL_ID, { Ref: pool }, name);
    const claim = statementsIn(of).filter(
      ({ at, statement }) =>
        at.includes(`Functions${name}`) && String(statement.Action).includes("GetOpenIdTokenForDeveloperIdentity"),
    );
    assert.equal(claim.length, 1, name);
    assert.match(JSON.stringify(claim[0]?.statement.Resource), new RegExp(`identitypool/.*"IdentityPoolId":\\{"Ref":"${pool}"`));
  }
});

test("an identity pool and a bucket of others are named in the environment, also beside a pool of the same stack", () => {
  const of = template("Named");
  const named = { FOYER_IDENTITY_POOL_ID: "eu-west-1:1", FOYER_BUCKET: "their-files" };
  const { FOYER_IDENTITY_POOL_ID, FOYER_BUCKET } = environmentOf(of, "LinkIdentity");
  assert.deepEqual({ FOYER_IDENTITY_POOL_ID, FOYER_BUCKET }, named);
  const info = statementsIn(of).find(({ statement }) => statement.Sid === "InfoFile");
  assert.match(JSON.stringify(info?.statement.Resource), /"Bucket":"their-files"/);
  assert.deepEqual(resourcesOfType(of, "AWS::Cognito::IdentityPool"), []);
});

test("what the file asks for and nobody names stops the synthesis", () => {
  const deploy = (entry: string, more: object) => () => {
    const stack = new Stack(new App({ context: withoutBundling }), "Stack", { env });
    const userPool = UserPool.fromUserPoolId(stack, "Users", "eu-west-1_AbCdEfGhI");
    new Onboarding(stack, "Onboarding", { entry, userPool, ...more });
  };
  const named = { environment: { FOYER_IDENTITY_POOL_ID: "eu-west-1:1" } };
  assert.throws(deploy(fileOf("identity"), {}), /linkIdentity needs 'identity', or FOYER_IDENTITY_POOL_ID in 'environment'/);
  assert.throws(deploy(fileOf("identity"), named), /needs a bucket/);
  assert.throws(deploy(claimed, {}), /neither is there/);
  deploy(claimed, named)();
  const sameStack = () => {
    const stack = new Stack(new App({ context: withoutBundling }), "Stack", { env });
    const userPool = goodPool(stack);
    const clients = [UserPoolClient.fromUserPoolClientId(stack, "Page", "page")];
    new Onboarding(stack, "Onboarding", { entry: claimed, userPool, identity: { clients } });
  };
  assert.throws(sameStack, /claimIdentity needs an identity pool of another stack/);
});

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  type CognitoIdentityClient,
  GetPrincipalTagAttributeMapCommand,
  type RoleMapping,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
} from "@aws-sdk/client-cognito-identity";
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { configuration } from "../../iam/test-iam.ts";
import { startIdentity, type TestUserPool } from "../test-identity.ts";

let aws: Awaited<ReturnType<typeof startIdentity>>;
let userPool: TestUserPool;
before(async () => {
  aws = await startIdentity();
  userPool = await aws.createUserPool();
});
after(async () => {
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

const notAuthorized = (message: string) => ({ name: "NotAuthorizedException", message });
const misconfigured = {
  name: "InvalidIdentityPoolConfigurationException",
  message: "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
};
const logins = (IdToken: string) => ({ [userPool.provider]: IdToken });
let counter = 0;
const named = (name: string) => `${name}-${++counter}`;
const attribute = (Name: string, Value: string) => [{ Name, Value }];

/** An identity pool whose users have a role. */
async function poolWithRole(role: Parameters<typeof aws.createRole>[2] = {}) {
  const pool = await aws.createPool([userPool]);
  const roleArn = await aws.createRole(named("user"), pool, role);
  await aws.setRoles(pool, { authenticated: roleArn });
  return { pool, roleArn };
}

/** Signs a user in and asks for credentials. */
async function credentialsOf(pool: string, name: string, attributes = attribute("custom:team", "red"), customRole?: string) {
  const { IdToken } = await aws.signIn(userPool, name, attributes);
  return aws.credentials(await aws.getId(pool, logins(IdToken)), logins(IdToken), customRole);
}

/** The session behind credentials, as the local AWS keeps it. */
const sessionOf = ({ Credentials }: { Credentials: { AccessKeyId: string } }) =>
  aws.local.iam.sessions.of(Credentials.AccessKeyId);

describe("the enhanced flow", () => {
  it("gives credentials of the role for an hour, with what policies ask of the identity", async () => {
    const { pool, roleArn } = await poolWithRole();
    const answer = await credentialsOf(pool, "ann");
    const sts = new STSClient(configuration(aws.local, answer));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    sts.destroy();
    assert.equal(Arn, `arn:aws:sts::000000000000:assumed-role/${roleArn.split("/")[1]}/CognitoIdentityCredentials`);
    const left = answer.Credentials.Expiration.getTime() - aws.local.clock.now();
    assert.ok(left > 3_590_000 && left <= 3_600_000, `${left} ms are left`);
    const session = sessionOf(answer);
    assert.deepEqual(session?.context?.["cognito-identity.amazonaws.com:aud"], [pool]);
    assert.deepEqual(session?.context?.["cognito-identity.amazonaws.com:sub"], [answer.IdentityId]);
    const methods = session?.context?.["cognito-identity.amazonaws.com:amr"] ?? [];
    assert.deepEqual(methods.slice(0, 2), ["authenticated", userPool.provider]);
    assert.match(methods[2] ?? "", /^cognito-idp\.us-east-1\.amazonaws\.com\/[\w-]+:CognitoSignIn:[0-9a-f-]{36}$/);
  });

  it("needs a role, one that is there, and one that trusts this pool for such users", async () => {
    const pool = await aws.createPool([userPool]);
    await assert.rejects(credentialsOf(pool, "ann"), misconfigured);
    await aws.setRoles(pool, { authenticated: "arn:aws:iam::000000000000:role/none" });
    await assert.rejects(credentialsOf(pool, "ann"), misconfigured);
    await aws.setRoles(pool, {
      authenticated: await aws.createRole(named("other"), "us-east-1:00000000-0000-0000-0000-000000000000"),
    });
    await assert.rejects(credentialsOf(pool, "ann"), misconfigured);
    await aws.setRoles(pool, { authenticated: await aws.createRole(named("guests"), pool, { amr: "unauthenticated" }) });
    await assert.rejects(credentialsOf(pool, "ann"), misconfigured);
  });

  it("keeps guests from what is not for them, whatever their role allows", async () => {
    const pool = await aws.createPool([], { AllowUnauthenticatedIdentities: true });
    const allows = [{ Action: "*", Resource: "*" }];
    await aws.setRoles(pool, { unauthenticated: await aws.createRole(named("guest"), pool, { amr: "unauthenticated", allows }) });
    const session = await aws.credentials(await aws.getId(pool));
    assert.deepEqual(sessionOf(session)?.context?.["cognito-identity.amazonaws.com:amr"], ["unauthenticated"]);
    const s3 = new S3Client(configuration(aws.local, session));
    await s3.send(new ListBucketsCommand({}));
    s3.destroy();
    const { IAMClient, ListRolesCommand } = await import("@aws-sdk/client-iam");
    const iam = new IAMClient(configuration(aws.local, session));
    await assert.rejects(iam.send(new ListRolesCommand({})), {
      name: "AccessDenied",
      message: /because no session policy allows the iam:ListRoles action$/,
    });
    iam.destroy();
  });

  it("asks the user pool whether the user is signed in, where the pool wants that", async () => {
    const ServerSideTokenCheck = true;
    const { provider, ClientId, UserPoolId } = userPool;
    const pool = await aws.createPool([], {
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId, ServerSideTokenCheck }],
    });
    await aws.setRoles(pool, { authenticated: await aws.createRole(named("checked"), pool) });
    const unchecked = await poolWithRole();
    for (const [Username, Command] of [
      ["out", AdminUserGlobalSignOutCommand],
      ["off", AdminDisableUserCommand],
    ] as const) {
      const { IdToken } = await aws.signIn(userPool, Username);
      const id = await aws.getId(pool, logins(IdToken));
      await aws.credentials(id, logins(IdToken));
      await aws.users.send(new Command({ UserPoolId, Username }));
      await assert.rejects(aws.credentials(id, logins(IdToken)), notAuthorized("Invalid login token. Token is revoked."));
      await aws.credentials(await aws.getId(unchecked.pool, logins(IdToken)), logins(IdToken));
    }
  });
});

describe("session tags", () => {
  it("are the claims that the pool maps; a claim that is missing is none", async () => {
    const { pool } = await poolWithRole();
    await aws.setTags(pool, userPool, { team: "custom:team", who: "sub", verified: "email_verified", nobody: "custom:none" });
    const { IdToken } = await aws.signIn(userPool, "tagged", attribute("custom:team", "red"));
    const { sub } = JSON.parse(Buffer.from(IdToken.split(".")[1] ?? "", "base64url").toString("utf8"));
    const session = sessionOf(await credentialsOf(pool, "tagged"));
    assert.deepEqual(session?.tags, { team: "red", who: sub });
  });

  it("are by default the user and the client", async () => {
    const { pool } = await poolWithRole();
    const IdentityProviderName = userPool.provider;
    const about = { IdentityPoolId: pool, IdentityProviderName };
    const get = () => aws.identity.send(new GetPrincipalTagAttributeMapCommand(about));
    await assert.rejects(get(), { name: "ResourceNotFoundException" });
    await aws.identity.send(new SetPrincipalTagAttributeMapCommand({ ...about, UseDefaults: true }));
    const { UseDefaults, PrincipalTags } = await get();
    assert.deepEqual([UseDefaults, PrincipalTags], [true, { client: "aud", username: "sub" }]);
    assert.equal(sessionOf(await credentialsOf(pool, "ann"))?.tags.client, userPool.ClientId);
    const other = { ...about, IdentityProviderName: "cognito-idp.us-east-1.amazonaws.com/us-east-1_other" };
    await assert.rejects(aws.identity.send(new SetPrincipalTagAttributeMapCommand(other)), { name: "InvalidParameterException" });
  });

  it("need a role that lets them be set", async () => {
    const { pool } = await poolWithRole({ taggable: false });
    await credentialsOf(pool, "ann");
    await aws.setTags(pool, userPool, { who: "sub" });
    await assert.rejects(credentialsOf(pool, "ann"), misconfigured);
  });

  it("have 460 bytes together, and are never cut to fit", async () => {
    const { pool } = await poolWithRole();
    const fits = "x".repeat(216);
    await aws.setTags(pool, userPool, { aaaaaaaaaaaaaa: "custom:team", bbbbbbbbbbbbbb: "custom:team" });
    assert.equal(sessionOf(await credentialsOf(pool, "long", attribute("custom:team", fits)))?.tags.bbbbbbbbbbbbbb, fits);
    await assert.rejects(credentialsOf(pool, "longer", attribute("custom:team", `${fits}y`)), {
      name: "InvalidParameterException",
      message: "Invalid principal tags: together they may have 460 bytes: current length is 462",
    });
    for (const [name, value] of [
      ["characters", "red,blue"],
      ["policy", "$" + "{aws:username}"],
      ["star", "*"],
    ] as const) {
      await assert.rejects(credentialsOf(pool, name, attribute("custom:team", value)), {
        name: "InvalidParameterException",
        message: /^Invalid principal tag aaaaaaaaaaaaaa: /,
      });
    }
  });

  it("stand for the user in a policy", async () => {
    const condition = { StringLike: { "s3:prefix": `\${aws:PrincipalTag/who}/*` } };
    const allows = [{ Action: "s3:ListBucket", Resource: "arn:aws:s3:::own", Condition: condition }];
    const { pool } = await poolWithRole({ allows });
    await aws.setTags(pool, userPool, { who: "sub" });
    const { CreateBucketCommand } = await import("@aws-sdk/client-s3");
    const developer = new S3Client(configuration(aws.local));
    await developer.send(new CreateBucketCommand({ Bucket: "own" }));
    developer.destroy();
    const session = await credentialsOf(pool, "ann");
    const s3 = new S3Client(configuration(aws.local, session));
    const list = (Prefix: string) => s3.send(new ListObjectsV2Command({ Bucket: "own", Prefix }));
    assert.equal((await list(`${sessionOf(session)?.tags.who}/`)).KeyCount, 0);
    await assert.rejects(list("somebody/"), { name: "AccessDenied" });
    s3.destroy();
  });
});

describe("the mapping of roles", () => {
  const arnOf = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
  const set = (
    client: CognitoIdentityClient,
    IdentityPoolId: string,
    mapping: RoleMapping,
    authenticated: string,
    provider = `${userPool.provider}:${userPool.ClientId}`,
  ) =>
    client.send(
      new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated }, RoleMappings: { [provider]: mapping } }),
    );
  const roleOf = (answer: { Credentials: { AccessKeyId: string } }) => sessionOf(answer)?.roleArn;

  it("takes the role of the strongest group, or another one of the token's that is asked for", async () => {
    const { pool, roleArn } = await poolWithRole();
    const [first, second, foreign] = await Promise.all(
      ["first", "second", "foreign"].map((name) => aws.createRole(named(name), pool)),
    );
    const { UserPoolId } = userPool;
    await aws.signIn(userPool, "grouped");
    for (const [GroupName, RoleArn, Precedence] of [
      ["first", first, 1],
      ["second", second, 2],
    ] as const) {
      await aws.users.send(new CreateGroupCommand({ UserPoolId, GroupName, RoleArn, Precedence }));
      await aws.users.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: "grouped" }));
    }
    await assert.rejects(credentialsOf(pool, "grouped", [], second), notAuthorized(`Access to Role '${second}' is forbidden.`));
    await set(aws.identity, pool, { Type: "Token", AmbiguousRoleResolution: "AuthenticatedRole" }, roleArn);
    assert.equal(roleOf(await credentialsOf(pool, "grouped")), first);
    assert.equal(roleOf(await credentialsOf(pool, "grouped", [], second)), second);
    await assert.rejects(credentialsOf(pool, "grouped", [], foreign), notAuthorized(`Access to Role '${foreign}' is forbidden.`));
    assert.equal(roleOf(await credentialsOf(pool, "ungrouped")), roleArn);
    await set(aws.identity, pool, { Type: "Token", AmbiguousRoleResolution: "Deny" }, roleArn);
    await assert.rejects(
      credentialsOf(pool, "ungrouped"),
      notAuthorized(`The ambiguous role mapping rules for: ${userPool.provider}:${userPool.ClientId} denied this request.`),
    );
  });

  it("takes the role of the first rule that fits", async () => {
    const { pool, roleArn } = await poolWithRole();
    const rules = ["equals", "starts", "contains", "not"] as const;
    const [equals, starts, contains, not] = (await Promise.all(rules.map((name) => aws.createRole(named(name), pool)))) as [
      string,
      string,
      string,
      string,
    ];
    const rule = (MatchType: "Equals" | "StartsWith" | "Contains" | "NotEqual", Value: string, RoleARN: string) => ({
      Claim: "custom:team",
      MatchType,
      Value,
      RoleARN,
    });
    const Rules = [
      rule("Equals", "red", equals),
      rule("StartsWith", "re", starts),
      rule("Contains", "lu", contains),
      rule("NotEqual", "green", not),
    ];
    const RulesConfiguration = { Rules };
    await set(aws.identity, pool, { Type: "Rules", AmbiguousRoleResolution: "AuthenticatedRole", RulesConfiguration }, roleArn);
    for (const [team, role] of [
      ["red", equals],
      ["reddish", starts],
      ["blue", contains],
      ["yellow", not],
      ["green", roleArn],
    ] as const) {
      assert.equal(roleOf(await credentialsOf(pool, `of-${team}`, attribute("custom:team", team))), role, team);
    }
    assert.equal(roleOf(await credentialsOf(pool, "of-none", [])), roleArn);
    assert.equal(roleOf(await credentialsOf(pool, "of-red", [], starts)), starts);
    const refused = notAuthorized(`Access to Role '${contains}' is forbidden.`);
    await assert.rejects(credentialsOf(pool, "of-red", [], contains), refused);
  });

  it("is for a client of the pool's, and for roles of the account", async () => {
    const { pool, roleArn } = await poolWithRole();
    const token: RoleMapping = { Type: "Token", AmbiguousRoleResolution: "Deny" };
    await assert.rejects(set(aws.identity, pool, token, roleArn, userPool.provider), {
      name: "InvalidParameterException",
      message: `(${userPool.provider}) is not a valid RoleMapping ProviderName or is not a configured provider.`,
    });
    const foreign = "arn:aws:iam::111111111111:role/theirs";
    await assert.rejects(
      aws.setRoles(pool, { authenticated: foreign }),
      notAuthorized(`Access to Role '${foreign}' is forbidden.`),
    );
    await assert.rejects(set(aws.identity, pool, { Type: "Token" }, arnOf("x")), { name: "InvalidParameterException" });
  });
});

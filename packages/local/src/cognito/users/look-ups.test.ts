import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolRequest,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const listed = (attributes: Record<string, string>) => Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

describe("a user's names", () => {
  /** A confirmed user, and whether they are found by a name: by an administrator, and to sign in. */
  async function userOf(pool: Partial<CreateUserPoolRequest>, Username: string, attributes: Record<string, string>) {
    const { UserPoolId, ClientId } = await pools.createPool({ AutoVerifiedAttributes: [], ...pool });
    const create = { UserPoolId, Username, UserAttributes: listed(attributes), MessageAction: "SUPPRESS" } as const;
    const { User } = await pools.client.send(new AdminCreateUserCommand(create));
    await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
    return {
      sub: User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string,
      found: (name: string) =>
        pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: name })).then(
          () => true,
          (error: Error) => error.name !== "UserNotFoundException" && Promise.reject(error),
        ),
      signsIn: (USERNAME: string) => {
        const AuthParameters = { USERNAME, PASSWORD: password };
        return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters })).then(
          () => true,
          (error: Error) => error.name !== "UserNotFoundException" && Promise.reject(error),
        );
      },
    };
  }
  const verified = { email: "Ada@Example.com", email_verified: "true", phone_number: "+15550001000" };
  const AliasAttributes: CreateUserPoolRequest["AliasAttributes"] = ["email", "phone_number", "preferred_username"];

  it("are the username alone where the pool has neither aliases nor other usernames", async () => {
    const { found, signsIn, sub } = await userOf({}, "Ada", { ...verified, preferred_username: "countess" });
    assert.ok((await found("Ada")) && (await found(sub)) && (await signsIn("Ada")));
    for (const name of ["ada", "Ada@Example.com", "+15550001000", "countess"]) assert.equal(await signsIn(name), false, name);
    assert.equal(await signsIn(sub), false);
  });

  it("are verified aliases too, and a preferred username", async () => {
    const { found, signsIn } = await userOf({ AliasAttributes }, "Ada", { ...verified, preferred_username: "countess" });
    for (const name of ["Ada", "Ada@Example.com", "countess"]) assert.ok((await found(name)) && (await signsIn(name)), name);
    for (const name of ["+15550001000", "ada@example.com", "Countess", "ada"]) assert.equal(await found(name), false, name);
  });

  it("are compared without regard to case where the pool says so", async () => {
    const UsernameConfiguration = { CaseSensitive: false };
    const pool = { AliasAttributes, UsernameConfiguration };
    const { found, signsIn } = await userOf(pool, "Ada", { ...verified, preferred_username: "countess" });
    for (const name of ["ADA", "ada@example.COM", "Countess"]) assert.ok((await found(name)) && (await signsIn(name)), name);
  });

  it("are the e-mail address and the phone number, verified or not, where these are usernames", async () => {
    const pool: Partial<CreateUserPoolRequest> = { UsernameAttributes: ["email", "phone_number"] };
    const user = await userOf(pool, "Ada@Example.com", { phone_number: "+15550001000", preferred_username: "countess" });
    for (const name of ["Ada@Example.com", "+15550001000", user.sub]) {
      assert.ok((await user.found(name)) && (await user.signsIn(name)), name);
    }
    for (const name of ["ada@example.com", "countess"]) assert.equal(await user.found(name), false, name);
  });
});

describe("a name of one user", () => {
  const AliasAttributes: CreateUserPoolRequest["AliasAttributes"] = ["preferred_username"];

  it("is nobody else's: neither the sub, which leads to its own user, nor a preferred username as a new username", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({ AliasAttributes });
    const create = async (Username: string) => {
      const { User } = await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
      return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
    };
    const prefer = (Username: string, preferred_username: string) =>
      pools.client.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: listed({ preferred_username }) }),
      );
    const ownerOf = async (Username: string) =>
      (await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }))).Username;
    const sub = await create("ada");
    await create("eve");
    await prefer("ada", "countess");
    await prefer("eve", sub);
    assert.equal(await ownerOf(sub), "ada");
    for (const Username of [sub, "countess"]) {
      await assert.rejects(pools.client.send(new SignUpCommand({ ClientId, Username, Password: password })), {
        name: "UsernameExistsException",
        message: "User already exists",
      });
      assert.equal(await ownerOf(Username), "ada");
    }
  });
});

describe("the look-ups of users", () => {
  it("use an index, whatever the operation", async () => {
    const texts = new Set<string>();
    const prepare = pools.store.sql.bind(pools.store);
    pools.store.sql = (text) => {
      texts.add(text);
      return prepare(text);
    };
    const { UserPoolId, ClientId } = await pools.createPool({ AliasAttributes: ["email"] });
    const send = pools.client.send.bind(pools.client);
    const UserAttributes = listed({ email: "ada@example.com" });
    const Username = "ada";
    await send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }));
    await send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    await send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: await pools.codeFor("ada@example.com") }));
    const signIn = async (USERNAME: string) => {
      const AuthParameters = { USERNAME, PASSWORD: password };
      const { AuthenticationResult } = await send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
      );
      return AuthenticationResult;
    };
    const AccessToken = (await signIn("ada@example.com"))?.AccessToken as string;
    const REFRESH_TOKEN = (await signIn("ada"))?.RefreshToken as string;
    await send(new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } }));
    await send(new GetUserCommand({ AccessToken }));
    await send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: listed({ email: "ada2@example.com" }) }));
    await send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email" }));
    const Code = await pools.codeFor("ada2@example.com");
    await send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code }));
    await send(new ForgotPasswordCommand({ ClientId, Username: "ada2@example.com" }));
    const ConfirmationCode = await pools.codeFor("ada2@example.com");
    await send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password: `${password}8` }));
    await send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: listed({ name: "Ada" }) }));
    await send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));
    await send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
    await send(new DeleteUserCommand({ AccessToken: (await signIn(Username))?.AccessToken }));
    await send(new SignUpCommand({ ClientId, Username: "eve", Password: password }));
    await send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "eve" }));
    await send(new AdminDisableUserCommand({ UserPoolId, Username: "eve" }));
    await send(new AdminDeleteUserCommand({ UserPoolId, Username: "eve" }));
    pools.store.sql = prepare;
    const ofUsers = [...texts].filter((text) => /^\s*(SELECT|UPDATE|DELETE)/.test(text) && text.includes("cognito_"));
    assert.ok(ofUsers.length > 20);
    for (const text of ofUsers) {
      for (const { detail } of pools.store.sql(`EXPLAIN QUERY PLAN ${text}`).all()) {
        assert.doesNotMatch(detail as string, /^SCAN|TEMP B-TREE/, text);
      }
    }
  });
});

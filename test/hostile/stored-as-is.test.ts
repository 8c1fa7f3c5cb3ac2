import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { LocalAws } from "../../packages/local/src/local-aws.ts";
import { startLocal } from "../../packages/local/src/start-local.ts";
import { hostileTexts } from "./hostile-values.ts";

/** Texts that a UTF-8 database and an AWS SDK can carry. */
const texts = hostileTexts.filter((text) => text.isWellFormed() && text !== "");
const usernamePattern = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

describe("hostile text", () => {
  let local: LocalAws;
  let client: CognitoIdentityProviderClient;
  let UserPoolId: string;
  const failures: unknown[] = [];

  before(async () => {
    local = await startLocal({ onError: (error) => failures.push(error) });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    client = new CognitoIdentityProviderClient({ region: local.region, endpoint: local.url, credentials, maxAttempts: 1 });
    const created = await client.send(
      new CreateUserPoolCommand({
        PoolName: "main",
        UsernameConfiguration: { CaseSensitive: true },
        AdminCreateUserConfig: {
          InviteMessageTemplate: { EmailSubject: "Hello", EmailMessage: "<p>Hello {username}, your password is {####}</p>" },
        },
      }),
    );
    UserPoolId = created.UserPool?.Id as string;
  });
  after(async () => {
    client.destroy();
    await local.stop();
  });

  test("in an attribute is kept as it is and found by a filter for it alone", async () => {
    for (const [index, text] of texts.entries()) {
      const Username = `user-${index}`;
      const UserAttributes = [{ Name: "name", Value: text }];
      await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }));
      const user = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      assert.equal(user.UserAttributes?.find(({ Name }) => Name === "name")?.Value, text);
    }
    for (const [index, text] of texts.entries()) {
      const Filter = `name = "${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
      if (Filter.length > 256) continue;
      const { Users } = await client.send(new ListUsersCommand({ UserPoolId, Filter }));
      assert.deepEqual(
        Users?.map(({ Username }) => Username),
        [`user-${index}`],
        JSON.stringify(text),
      );
    }
    assert.deepEqual(failures, []);
  });

  test("in a username is kept as it is, and is text, not markup, in the mail to its user", async () => {
    const names = [
      `<img/src="x"onerror="alert(1)">`,
      "a&b",
      "$&$1$`",
      "{####}",
      ...texts.filter((text) => usernamePattern.test(text)),
    ];
    for (const [index, Username] of names.entries()) {
      const to = `to-${index}@example.com`;
      await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes: [{ Name: "email", Value: to }] }));
      assert.equal((await client.send(new AdminGetUserCommand({ UserPoolId, Username }))).Username, Username);
      const [mail] = local.inbox.list({ to });
      const html = mail?.html ?? "";
      const read = html.replace(
        /&(\w+|#\d+);/g,
        (entity, name) => named[name] ?? String.fromCharCode(Number(entity.slice(2, -1))),
      );
      assert.ok(read.startsWith(`<p>Hello ${Username}, your password is `), `${Username}: ${html}`);
      assert.doesNotMatch(html, /<(script|img)/);
    }
    assert.deepEqual(failures, []);
  });
});

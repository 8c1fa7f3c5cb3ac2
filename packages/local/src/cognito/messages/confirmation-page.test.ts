import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  type CreateUserPoolClientRequest,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

const email = "ada@example.com";

let deployed = 0;
let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

/** A pool that confirms by link, and the link that went to Ada. */
async function signUpByLink(postConfirmation = "return event;") {
  const { functionArn, notes } = pools.deploy(`confirmed-${deployed++}`, postConfirmation);
  const VerificationMessageTemplate = {
    DefaultEmailOption: "CONFIRM_WITH_LINK" as const,
    EmailSubjectByLink: "One click",
    EmailMessageByLink: "<p>Please {##confirm here##}</p>",
  };
  const LambdaConfig = { PostConfirmation: functionArn };
  const ids = await pools.createPool({ VerificationMessageTemplate, LambdaConfig });
  const { ClientId, UserPoolId } = ids;
  const UserAttributes = [{ Name: "email", Value: email }];
  await pools.client.send(new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes }));
  const user = () => pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
  return { ...ids, link: newestLink(), notes, user };
}

function newestLink(): string {
  const html = pools.inbox.list({ to: email })[0]?.html ?? "";
  return (/href="([^"]+)"/.exec(html)?.[1] ?? "").replaceAll("&amp;", "&");
}

describe("a mail that confirms by link", () => {
  it("has the pool's words, and a link on the local AWS that confirms when it is opened", async () => {
    const { link, notes, user, ClientId } = await signUpByLink("note(event); return event;");
    const [mail] = pools.inbox.list({ to: email });
    assert.equal(mail?.subject, "One click");
    assert.match(mail?.html ?? "", /^<p>Please <a href="http:\/\/127\.0\.0\.1:\d+\/confirmUser\?[^"<]+">confirm here<\/a><\/p>$/);
    assert.ok(mail?.text?.startsWith(`Please confirm here (${pools.url}/confirmUser?client_id=${ClientId}&user_name=ada&`));
    assert.equal(new URL(link).searchParams.get("confirmation_code"), mail?.code);
    const opened = await fetch(link);
    assert.equal(opened.status, 200);
    assert.match(await opened.text(), /Your registration has been confirmed!/);
    const { UserStatus, UserAttributes } = await user();
    assert.equal(UserStatus, "CONFIRMED");
    assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "true");
    const [event] = notes();
    assert.equal(event.triggerSource, "PostConfirmation_ConfirmSignUp");
    assert.equal(event.callerContext.clientId, ClientId);
  });

  it("works once, is voided by the next one, and cannot be used up by who only looks", async () => {
    const { link, ClientId, user } = await signUpByLink();
    await pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username: "ada" }));
    const newer = newestLink();
    assert.notEqual(newer, link);
    const refused = await fetch(link);
    assert.equal(refused.status, 400);
    assert.match(await refused.text(), /Invalid verification code provided, please try again\./);
    assert.equal((await fetch(newer, { method: "HEAD" })).status, 405);
    assert.equal((await user()).UserStatus, "UNCONFIRMED");
    assert.equal((await fetch(newer)).status, 200);
    assert.match(await (await fetch(newer)).text(), /User cannot be confirmed\. Current status is CONFIRMED/);
  });

  it("says what went wrong on an incomplete, unknown or outdated link, and shows nothing of it unescaped", async () => {
    const { link } = await signUpByLink();
    const changed = (name: string, value: string) => {
      const url = new URL(link);
      url.searchParams.set(name, value);
      return fetch(url).then((response) => response.text());
    };
    assert.match(await changed("confirmation_code", ""), /The link is incomplete\./);
    assert.match(await changed("user_name", "<b>nobody</b>"), /Username\/client id combination not found\./);
    const unknown = await changed("client_id", "<script>");
    assert.match(unknown, /User pool client &lt;script&gt; does not exist\./);
    pools.clock.advance(86_400_000);
    assert.match(await changed("x", "y"), /Invalid code provided, please request a code again\./);
  });

  it("shows the trigger's failure to the user, who stays CONFIRMED", async () => {
    const { link, user } = await signUpByLink(`throw new Error("no row");`);
    const opened = await fetch(link);
    assert.equal(opened.status, 400);
    assert.match(await opened.text(), /PostConfirmation failed with error no row\./);
    assert.equal((await user()).UserStatus, "CONFIRMED");
  });

  it("is for sign-ups alone: a reset of the same pool sends a code", async () => {
    const { link, ClientId } = await signUpByLink();
    await fetch(link);
    await pools.client.send(new ForgotPasswordCommand({ ClientId, Username: "ada" }));
    const [mail] = pools.inbox.list({ to: email });
    assert.equal(mail?.text, `Your confirmation code is ${mail?.code}`);
  });
});

describe("a link of a client with a secret", () => {
  it("confirms without a secret hash", async () => {
    const VerificationMessageTemplate = { DefaultEmailOption: "CONFIRM_WITH_LINK" as const };
    const secret: Partial<CreateUserPoolClientRequest> = { GenerateSecret: true };
    const { ClientId, ClientSecret = "" } = await pools.createPool({ VerificationMessageTemplate }, secret);
    const SecretHash = createHmac("sha256", ClientSecret).update(`ada${ClientId}`).digest("base64");
    const UserAttributes = [{ Name: "email", Value: email }];
    const signUp = { ClientId, SecretHash, Username: "ada", Password: password, UserAttributes };
    await pools.client.send(new SignUpCommand(signUp));
    assert.equal(pools.inbox.list({ to: email })[0]?.subject, "Your verification link");
    assert.equal((await fetch(newestLink())).status, 200);
  });
});

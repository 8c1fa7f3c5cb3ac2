import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  type CreateUserPoolClientRequest,
  InitiateAuthCommand,
  type LambdaConfigType,
  RespondToAuthChallengeCommand,
  type UserStatusType,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { addUser } from "../users/add-user.ts";
import { srpClient } from "./test-srp-client.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };

/** Leads a sign-in as AWS's own example does: the password first if there is one, then a riddle, with three tries. */
const riddle = `
  note({ source: event.triggerSource, userName: event.userName, request: event.request, response: event.response });
  const { session, userAttributes } = event.request;
  const last = session?.at(-1);
  const mustChange = ["FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"];
  const status = userAttributes?.["cognito:user_status"];
  switch (event.triggerSource) {
    case "DefineAuthChallenge_Authentication":
      if (last?.challengeName === "SRP_A") event.response.challengeName = "PASSWORD_VERIFIER";
      else if (last?.challengeName === "PASSWORD_VERIFIER" && mustChange.includes(status)) event.response.challengeName = "NEW_PASSWORD_REQUIRED";
      else if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) event.response.issueTokens = true;
      else if (session.filter((one) => one.challengeName === "CUSTOM_CHALLENGE").length === 3) event.response.failAuthentication = true;
      else event.response.challengeName = "CUSTOM_CHALLENGE";
      break;
    case "CreateAuthChallenge_Authentication":
      event.response.publicChallengeParameters = { riddle: "What has keys and opens nothing?" };
      event.response.privateChallengeParameters = { answer: "a piano" };
      event.response.challengeMetadata = "RIDDLE";
      break;
    case "VerifyAuthChallengeResponse_Authentication":
      event.response.answerCorrect = event.request.challengeAnswer === event.request.privateChallengeParameters.answer;
  }
  return event;`;

let deployed = 0;

/** A pool whose custom sign-in one function leads, and `ada` in it. */
function poolLedBy(body: string, appClient: Partial<CreateUserPoolClientRequest> = {}, others: LambdaConfigType = {}) {
  return poolWith(pools.deploy(`custom-${++deployed}`, body), appClient, others);
}

async function poolWith(
  { functionArn, notes }: { functionArn: string; notes: () => Note[] },
  appClient: Partial<CreateUserPoolClientRequest> = {},
  others: LambdaConfigType = {},
  status: UserStatusType = "CONFIRMED",
) {
  const LambdaConfig = {
    DefineAuthChallenge: functionArn,
    CreateAuthChallenge: functionArn,
    VerifyAuthChallengeResponse: functionArn,
    ...others,
  };
  const ExplicitAuthFlows = ["ALLOW_CUSTOM_AUTH" as const];
  const { UserPoolId, ClientId } = await pools.createPool({ LambdaConfig }, { ExplicitAuthFlows, ...appClient });
  const { sub } = addUser(pools.cognito, { userPoolId: UserPoolId, status, username: "ada", password });
  const start = (parameters: Record<string, string> = {}) =>
    pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME: "ada", ...parameters },
        ClientMetadata: { from: "InitiateAuth" },
      }),
    );
  const answer = (
    Session: string | undefined,
    ANSWER: string,
    { USERNAME = "ada", ClientMetadata }: { USERNAME?: string; ClientMetadata?: Record<string, string> } = {},
  ) =>
    pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME, ANSWER },
        ClientMetadata,
      }),
    );
  const prove = (challenge: Record<string, string> | undefined, client: ReturnType<typeof srpClient>, given = password) =>
    pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: client.answer(challenge, { userPoolId: UserPoolId, password: given }),
      }),
    );
  return { UserPoolId, ClientId, sub, start, answer, prove, notes };
}

interface Note {
  source: string;
  userName: string;
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

const sourcesOf = (notes: Note[]) => notes.map(({ source }) => source.split(/_|Response_/)[0]);

describe("CUSTOM_AUTH", () => {
  it("asks what the functions think of, and tells each what it may know", async () => {
    const { start, answer, notes, sub } = await poolLedBy(riddle);
    const started = await start();
    assert.equal(started.ChallengeName, "CUSTOM_CHALLENGE");
    assert.deepEqual(started.ChallengeParameters, { USERNAME: "ada", riddle: "What has keys and opens nothing?" });
    const ended = await answer(started.Session, "a piano", { ClientMetadata: { from: "Respond" } });
    assert.ok(ended.AuthenticationResult?.RefreshToken);
    const userAttributes = { sub, "cognito:user_status": "CONFIRMED" };
    const clientMetadata = { from: "Respond" };
    const nothingDecided = { challengeName: null, issueTokens: null, failAuthentication: null };
    const met = { challengeName: "CUSTOM_CHALLENGE", challengeResult: true, challengeMetadata: "RIDDLE" };
    assert.deepEqual(notes(), [
      {
        source: "DefineAuthChallenge_Authentication",
        userName: "ada",
        request: { userAttributes, session: [] },
        response: nothingDecided,
      },
      {
        source: "CreateAuthChallenge_Authentication",
        userName: "ada",
        request: { userAttributes, challengeName: "CUSTOM_CHALLENGE", session: [] },
        response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
      },
      {
        source: "VerifyAuthChallengeResponse_Authentication",
        userName: "ada",
        request: {
          userAttributes,
          privateChallengeParameters: { answer: "a piano" },
          challengeAnswer: "a piano",
          clientMetadata,
        },
        response: { answerCorrect: null },
      },
      {
        source: "DefineAuthChallenge_Authentication",
        userName: "ada",
        request: { userAttributes, session: [met], clientMetadata },
        response: nothingDecided,
      },
    ]);
  });

  it("lets the functions decide how many wrong answers there may be", async () => {
    const { start, answer, notes } = await poolLedBy(riddle);
    let { Session } = await start();
    for (let failure = 0; failure < 2; failure++) {
      const again = await answer(Session, "a map");
      assert.equal(again.ChallengeName, "CUSTOM_CHALLENGE");
      Session = again.Session;
    }
    await assert.rejects(answer(Session, "a map"), wrong);
    const failed = { challengeName: "CUSTOM_CHALLENGE", challengeResult: false, challengeMetadata: "RIDDLE" };
    assert.deepEqual(notes().at(-1)?.request.session, [failed, failed, failed]);
  });

  it("takes each session once, of its user, by its client and in its time", async () => {
    const { start, answer } = await poolLedBy(riddle);
    const expired = { name: "NotAuthorizedException", message: "Invalid session for the user, session is expired." };
    const { Session } = await start();
    await assert.rejects(answer(undefined, "a piano"), { message: "Missing required parameter Session" });
    await assert.rejects(answer(Session, "a piano", { USERNAME: "bob" }), { message: "Invalid session for the user." });
    const both = await Promise.allSettled([answer(Session, "a piano"), answer(Session, "a piano")]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await assert.rejects(answer(Session, "a piano"), expired);
    const late = await start();
    pools.clock.advance(3 * 60_000);
    await assert.rejects(answer(late.Session, "a piano"), expired);
  });

  it("begins with the password where the client says so, and asks no function after a wrong one", async () => {
    const { start, answer, prove, notes } = await poolLedBy(riddle);
    const client = srpClient();
    const started = await start({ CHALLENGE_NAME: "SRP_A", SRP_A: client.SRP_A });
    assert.equal(started.ChallengeName, "PASSWORD_VERIFIER");
    assert.ok(started.Session);
    const { ChallengeName, Session } = await prove(started.ChallengeParameters, client);
    assert.equal(ChallengeName, "CUSTOM_CHALLENGE");
    assert.ok((await answer(Session, "a piano")).AuthenticationResult?.IdToken);
    const item = (challengeName: string, challengeMetadata: string | null = null) => ({
      challengeName,
      challengeResult: true,
      challengeMetadata,
    });
    const last = notes().at(-1)?.request.session;
    assert.deepEqual(last, [item("SRP_A"), item("PASSWORD_VERIFIER"), item("CUSTOM_CHALLENGE", "RIDDLE")]);

    const other = srpClient();
    const { ChallengeParameters } = await start({ CHALLENGE_NAME: "SRP_A", SRP_A: other.SRP_A });
    await assert.rejects(prove(ChallengeParameters, other, "Wrong-horse-7"), wrong);
    assert.deepEqual(notes().at(-1)?.request.session, [item("SRP_A")]);
  });

  it("has a new password set between the proof of the old one and the riddle", async () => {
    for (const status of ["FORCE_CHANGE_PASSWORD", "RESET_REQUIRED"] as const) {
      const led = pools.deploy(`new-password-${status}`, riddle);
      const { ClientId, start, answer, prove, notes } = await poolWith(led, {}, {}, status);
      const client = srpClient();
      const { ChallengeParameters } = await start({ CHALLENGE_NAME: "SRP_A", SRP_A: client.SRP_A });
      const { ChallengeName, Session } = await prove(ChallengeParameters, client);
      assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
      const changed = await pools.client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: "Another-horse-8" },
        }),
      );
      assert.equal(changed.ChallengeName, "CUSTOM_CHALLENGE");
      assert.ok((await answer(changed.Session, "a piano")).AuthenticationResult?.IdToken);
      const session = notes().at(-1)?.request.session as { challengeName: string }[];
      const names = session.map(({ challengeName }) => challengeName);
      assert.deepEqual(names, ["SRP_A", "PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", "CUSTOM_CHALLENGE"]);
    }
  });

  it("has no new password set by who has not proven the old one, or may keep it", async () => {
    const unrecognizable = { name: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" };
    const body = "event.response.challengeName = 'NEW_PASSWORD_REQUIRED'; return event;";
    const unproven = await poolWith(pools.deploy("unproven", body), {}, {}, "FORCE_CHANGE_PASSWORD");
    await assert.rejects(unproven.start(), unrecognizable);
    const own = await poolLedBy(`
      const asked = event.request.session.length === 1 ? "PASSWORD_VERIFIER" : "NEW_PASSWORD_REQUIRED";
      event.response.challengeName = asked;
      return event;`);
    const client = srpClient();
    const { ChallengeParameters } = await own.start({ CHALLENGE_NAME: "SRP_A", SRP_A: client.SRP_A });
    await assert.rejects(own.prove(ChallengeParameters, client), unrecognizable);
  });

  it("counts a wrong password for the lockout there too", async () => {
    const { start, prove } = await poolLedBy(riddle);
    const attempt = async (given: string) => {
      const client = srpClient();
      const { ChallengeParameters } = await start({ CHALLENGE_NAME: "SRP_A", SRP_A: client.SRP_A });
      return prove(ChallengeParameters, client, given);
    };
    for (let failure = 0; failure < 5; failure++) await assert.rejects(attempt("Wrong-horse-7"), wrong);
    await assert.rejects(attempt(password), { message: "Password attempts exceeded" });
  });

  it("runs the functions of every trigger in Cognito's order", async () => {
    const led = pools.deploy("order", riddle);
    const others = {
      PreAuthentication: led.functionArn,
      PostAuthentication: led.functionArn,
      PreTokenGeneration: led.functionArn,
    };
    const { start, answer, notes } = await poolWith(led, {}, others);
    const { Session } = await start();
    await answer(Session, "a piano");
    assert.deepEqual(sourcesOf(notes()), [
      "PreAuthentication",
      "DefineAuthChallenge",
      "CreateAuthChallenge",
      "VerifyAuthChallenge",
      "DefineAuthChallenge",
      "PostAuthentication",
      "TokenGeneration",
    ]);
  });

  it("plays on with an unknown user whom the client must not know of, and ends badly whatever the functions say", async () => {
    const { start, answer, prove, notes } = await poolLedBy(riddle, { PreventUserExistenceErrors: "ENABLED" });
    const { Session, ChallengeParameters } = await start({ USERNAME: "nobody" });
    assert.equal(ChallengeParameters?.USERNAME, "nobody");
    await assert.rejects(answer(Session, "a piano", { USERNAME: "nobody" }), wrong);
    for (const { userName, request } of notes()) {
      assert.deepEqual([userName, request.userNotFound, request.userAttributes], ["nobody", true, {}]);
    }
    const client = srpClient();
    const started = await start({ USERNAME: "nobody", CHALLENGE_NAME: "SRP_A", SRP_A: client.SRP_A });
    await assert.rejects(prove(started.ChallengeParameters, client), wrong);
    assert.equal(notes().at(-1)?.userName, "nobody");
    await start();
    assert.equal(notes().at(-1)?.request.userNotFound, false);
  });

  it("tells of an unknown user where it may, and asks no function", async () => {
    const { start, notes } = await poolLedBy(riddle);
    await assert.rejects(start({ USERNAME: "nobody" }), { name: "UserNotFoundException", message: "User does not exist." });
    assert.deepEqual(notes(), []);
  });

  it("keeps out who is not confirmed, when the functions would give tokens", async () => {
    const led = pools.deploy("unconfirmed", riddle);
    const { start, answer } = await poolWith(led, {}, {}, "UNCONFIRMED");
    const { Session } = await start();
    await assert.rejects(answer(Session, "a piano"), { name: "UserNotConfirmedException" });
  });

  it("refuses what a function must not answer", async () => {
    const unrecognizable = { name: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" };
    const undecided = await poolLedBy("return event;");
    await assert.rejects(undecided.start(), unrecognizable);
    const nonsense = await poolLedBy("event.response.issueTokens = 'yes'; return event;");
    await assert.rejects(nonsense.start(), unrecognizable);
    const unknown = await poolLedBy("event.response.challengeName = 'RIDDLE'; return event;");
    await assert.rejects(unknown.start(), unrecognizable);
    const numbers = await poolLedBy(`
      if (event.triggerSource.startsWith("Define")) event.response.challengeName = "CUSTOM_CHALLENGE";
      else event.response.publicChallengeParameters = { digits: 6 };
      return event;`);
    await assert.rejects(numbers.start(), unrecognizable);
    const nothing = await poolLedBy("return null;");
    await assert.rejects(nothing.start(), {
      name: "InvalidLambdaResponseException",
      message: "Invalid lambda function output : Invalid JSON",
    });
    const failing = await poolLedBy("throw new Error('no riddles today');");
    await assert.rejects(failing.start(), {
      name: "UserLambdaValidationException",
      message: "DefineAuthChallenge failed with error no riddles today.",
    });
  });

  it("needs the functions, and a client that allows it", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({}, { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] });
    addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username: "ada", password });
    const AuthParameters = { USERNAME: "ada" };
    const command = { AuthFlow: "CUSTOM_AUTH", AuthParameters } as const;
    await assert.rejects(pools.client.send(new InitiateAuthCommand({ ClientId, ...command })), {
      name: "InvalidParameterException",
      message: "Custom auth lambda trigger is not configured for the user pool.",
    });
    const closed = await pools.createPool();
    await assert.rejects(pools.client.send(new InitiateAuthCommand({ ClientId: closed.ClientId, ...command })), {
      name: "InvalidParameterException",
      message: "CUSTOM_AUTH is not enabled for the client.",
    });
  });
});

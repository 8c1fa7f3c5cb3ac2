import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import fc from "fast-check";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import type { Attempt, Target } from "./attempt.ts";
import { decoyAttempts, deniedDynamoDbAttempts, dynamoDbAttempts } from "./dynamodb-attempts.ts";
import { deniedIdentityAttempts, foreignIdentityAttempts, ownIdentityAttempts } from "./identity-attempts.ts";
import { disguisedAttempts, s3Attempts } from "./s3-attempts.ts";
import { damage, type Place, settle, table, type User } from "./users.ts";

const runs = Number(process.env.RUNS ?? 10_000);
const userCount = 24;
const concurrency = 8;
const options = { identityPool: true, resources: { tables: [{ tableName: table, keyName: "userId", sortKeyName: "id" }] } };

/** What must come of an attempt: `mine` is allowed on the own things alone, `nobody` at all, `foreign` is tried on others' things only. */
type Rule = "mine" | "nobody" | "foreign" | "harmless";
const kinds: [Rule, Record<string, Attempt>][] = [
  ["mine", { ...s3Attempts, ...dynamoDbAttempts, ...decoyAttempts, ...ownIdentityAttempts }],
  ["nobody", { ...deniedDynamoDbAttempts, ...deniedIdentityAttempts }],
  ["foreign", foreignIdentityAttempts],
  ["harmless", disguisedAttempts],
];
const attempts = kinds.flatMap(([rule, some]) => Object.entries(some).map(([name, attempt]) => ({ name, rule, attempt })));

const refusals: ReadonlySet<string> = new Set([
  ...["AccessDenied", "AccessDeniedException", "NotAuthorizedException", "403"],
  // The classic flow is closed here for everybody.
  "InvalidParameterException",
]);

describe("one user with the credentials of an identity, and everything of another", () => {
  let dev: Dev;
  let place: Place;
  before(async () => {
    dev = await startDev(options);
    place = await settle(dev, userCount);
  });
  after(() => dev.stop());

  test(`${runs} random attempts reach nothing of anybody else's`, async (context) => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    context.diagnostic(`SEED=${seed}, ${attempts.length} operations, ${userCount} users`);
    const plan = fc.sample(
      fc.record({
        attempt: fc.constantFrom(...attempts),
        me: fc.nat(userCount - 1),
        // About every fifth is on the own things, to see that they are allowed.
        them: fc.oneof({ weight: 4, arbitrary: fc.nat(userCount - 1) }, { weight: 1, arbitrary: fc.constant(-1) }),
        key: fc.nat(2),
        turn: fc.nat(1_000),
      }),
      { numRuns: runs, seed },
    );
    const counts = { refused: 0, allowed: 0, harmless: 0 };
    const leaks: string[] = [];
    const wrong: string[] = [];
    let next = 0;
    const work = async () => {
      for (let index = next++; index < plan.length; index = next++) {
        const { attempt, me: mine, them, key, turn } = plan[index] as (typeof plan)[number];
        const me = place.users[mine] as User;
        const user =
          them === -1 && attempt.rule !== "foreign" ? me : (place.users[them === -1 ? (mine + 1) % userCount : them] as User);
        if (attempt.rule === "foreign" && user === me) continue;
        const target = targetOf(user, key, turn);
        const outcome = await tried(attempt.attempt(place, me, target));
        const what = `${index}: ${attempt.name} by ${me.name} on ${user.name}'s ${target.key}: ${outcome.refused ?? outcome.text}`;
        if (place.users.some((other) => other !== me && outcome.text.includes(other.secret))) leaks.push(what);
        if (attempt.rule === "harmless") counts.harmless++;
        else if (attempt.rule === "mine" && me === user) {
          counts.allowed++;
          if (outcome.refused !== undefined) wrong.push(what);
        } else {
          counts.refused++;
          if (outcome.refused === undefined) leaks.push(what);
          else if (!refusals.has(outcome.refused)) wrong.push(what);
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    context.diagnostic(
      `${counts.refused} had to be refused, ${counts.allowed} to be allowed, ${counts.harmless} to find nothing`,
    );
    assert.deepEqual(leaks.slice(0, 10), []);
    assert.deepEqual(wrong.slice(0, 10), []);
    assert.deepEqual((await damage(place)).slice(0, 10), []);
    assert.ok(counts.refused > runs / 2 && counts.allowed > runs / 20, JSON.stringify(counts));
  });

  test("every operation is among the attempts, on the own things and on another user's", async () => {
    const [me, other] = place.users as [User, User];
    for (const { name, rule, attempt } of attempts) {
      if (rule === "harmless") continue;
      const foreign = await tried(attempt(place, me, targetOf(other, 0)));
      assert.ok(foreign.refused !== undefined && refusals.has(foreign.refused), `${name}: ${foreign.refused ?? foreign.text}`);
      if (rule === "foreign") continue;
      const own = await tried(attempt(place, me, targetOf(me, 0)));
      assert.equal(own.refused === undefined, rule === "mine", `${name}: ${own.refused}`);
    }
    assert.deepEqual(await damage(place), []);
  });

  test("a token of another pool, and one that has expired, gives no identity and no credentials", async () => {
    const { identityPoolId } = place;
    const [me] = place.users as [User];
    const other = await startDev(options);
    try {
      const [stranger] = (await settle(other, 1)).users as [User];
      const [provider = ""] = Object.keys(me.logins);
      for (const Logins of [stranger.logins, { [provider]: stranger.tokens.IdToken }]) {
        const refused = { name: "NotAuthorizedException" };
        await assert.rejects(me.identity.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins })), refused);
        const command = new GetCredentialsForIdentityCommand({ IdentityId: me.identityId, Logins });
        await assert.rejects(me.identity.send(command), refused);
      }
    } finally {
      await other.stop();
    }
    dev.local.clock.advance(3_600_000);
    const command = new GetCredentialsForIdentityCommand({ IdentityId: me.identityId, Logins: me.logins });
    await assert.rejects(me.identity.send(command), { message: /^Invalid login token\. Token expired/ });
  });
});

function targetOf(user: User, key: number, turn = 0): Target {
  const secretKey = user.keys[key] as string;
  return { user, key: secretKey, newKey: secretKey.replace(/[^/]*$/, `scratch-${crypto.randomUUID()}`), turn };
}

/** What came of an attempt: all that was answered, or the name of the error. */
async function tried(attempt: Promise<unknown>): Promise<{ text: string; refused?: string }> {
  try {
    const answer = await attempt;
    return { text: typeof answer === "string" ? answer : JSON.stringify(answer ?? "") };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    // A HEAD is answered without a body, so without a name.
    return { text: `${name}: ${message}`, refused: name === "Unknown" ? String($metadata?.httpStatusCode) : name };
  }
}

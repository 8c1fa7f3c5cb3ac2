import { join } from "node:path";
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { type Dev, startDev } from "@foyer/cli";
import { Operator } from "foyer/operate";
import { member } from "./member.ts";
import { picture, type Story } from "./picture.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
export const days = 14;

/** What each of the people does, or what is done to them, and on which day. */
const cast: Pick<Story, "name" | "did">[] = [
  { name: "Ada", did: { day: 2, what: "finished" } },
  { name: "Ben" },
  { name: "Cleo", did: { day: 2, what: "unsubscribed" } },
  { name: "Dan", did: { day: 5, what: "deleted" } },
  { name: "Eve", did: { day: 6, what: "disabled" } },
];

interface Person extends Pick<Story, "name" | "did"> {
  sub: string;
  email: string;
  /** Milliseconds since the epoch. */
  confirmedAt: number;
}

/** The application, in front of a local AWS with the tutorial deployed to it. */
class App {
  readonly #dev: Dev;
  readonly #cognito: CognitoIdentityProviderClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #operator: Operator;

  constructor(dev: Dev) {
    const { url: endpoint, region } = dev.local;
    const aws = { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
    this.#dev = dev;
    this.#cognito = new CognitoIdentityProviderClient(aws);
    this.#dynamodb = new DynamoDBClient(aws);
    this.#operator = new Operator({ userPoolId: dev.pool.userPoolId, aws });
  }

  /** Signs up and confirms with the code from the inbox. */
  async join({ name, did }: Pick<Story, "name" | "did">): Promise<Person> {
    const { local, pool } = this.#dev;
    const email = `${name.toLowerCase()}@mail.example`;
    const about = { ClientId: pool.clientId, Username: email };
    const UserAttributes = [{ Name: "name", Value: name }];
    const { UserSub = "" } = await this.#cognito.send(
      new SignUpCommand({ ...about, Password: "Correct-horse-7", UserAttributes }),
    );
    const { code } = await local.inbox.next({ to: email });
    await this.#cognito.send(new ConfirmSignUpCommand({ ...about, ConfirmationCode: code }));
    return { name, did, email, sub: UserSub, confirmedAt: local.clock.now() };
  }

  /** What a person does in the application and in their preferences, or what happens to their account. */
  async act({ did, sub }: Person): Promise<void> {
    const account = { UserPoolId: this.#dev.pool.userPoolId, Username: sub };
    if (did?.what === "finished") await this.#note(sub, "tutorial", "done");
    if (did?.what === "unsubscribed") await this.#note(sub, "mails", "none");
    if (did?.what === "disabled") await this.#cognito.send(new AdminDisableUserCommand(account));
    if (did?.what === "deleted") await this.#cognito.send(new AdminDeleteUserCommand(account));
  }

  /** What came of it. */
  async storyOf({ name, did, email, sub, confirmedAt }: Person): Promise<Story> {
    const { inbox } = this.#dev.local;
    const mails = inbox.list({ to: email }).filter(({ via }) => via === "ses");
    const entry = await this.#operator.ledger.get({ userPoolId: this.#dev.pool.userPoolId, sub });
    return {
      name,
      did,
      mails: mails.map(({ at, subject }) => ({ day: Math.floor((at - confirmedAt) / dayMs), subject })).reverse(),
      end: [entry?.status, entry?.reason].filter(Boolean).join(": "),
    };
  }

  stop(): void {
    this.#cognito.destroy();
    this.#dynamodb.destroy();
  }

  async #note(sub: string, name: "tutorial" | "mails", value: string): Promise<void> {
    await this.#dynamodb.send(
      new UpdateItemCommand({
        TableName: member.table,
        Key: { pk: { S: member.key.pk({ sub }) }, sk: { S: member.key.sk() } },
        UpdateExpression: "SET #name = :value",
        ExpressionAttributeNames: { "#name": name },
        ExpressionAttributeValues: { ":value": { S: value } },
      }),
    );
  }
}

/** Signs everybody up, then moves the clock from day to day and lets each do what they do. */
export async function fourteenDays(): Promise<Story[]> {
  const dev = await startDev({ file: join(import.meta.dirname, "onboarding.ts") });
  const { clock, idle } = dev.local;
  const app = new App(dev);
  try {
    const people: Person[] = [];
    for (const someone of cast) people.push(await app.join(someone));
    await idle();
    // An hour later, so that what is due on a day has been due for a while.
    clock.advance(hourMs);
    for (let day = 1; day <= days; day++) {
      clock.advance(dayMs);
      await idle();
      for (const person of people) if (person.did?.day === day) await app.act(person);
    }
    return await Promise.all(people.map((person) => app.storyOf(person)));
  } finally {
    app.stop();
    await dev.stop();
  }
}

if (import.meta.main) {
  const startedAt = performance.now();
  const stories = await fourteenDays();
  console.log(picture(stories, days));
  console.log(`\n  ${days} days in ${((performance.now() - startedAt) / 1_000).toFixed(1)} seconds`);
}

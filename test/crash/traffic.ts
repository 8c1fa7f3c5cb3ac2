import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";

/** One user of the load, and what the server acknowledged of it. */
export interface TrafficUser {
  email: string;
  signedUp: boolean;
  confirmed: boolean;
  /** Mails with a code that an answered SignUp or ForgotPassword promised. */
  codeMails: number;
  resets: number;
}

/** Users that sign up, confirm and now and then reset their password, a fixed number at once, whether the server is there or not. */
export class Traffic {
  readonly users: TrafficUser[] = [];
  /** Answers that were errors, by name; a connection that broke is none. */
  readonly errors = new Map<string, number>();
  readonly client: CognitoIdentityProviderClient;
  readonly #url: string;
  readonly #clientId: string;
  readonly #workers: Promise<void>[] = [];
  #confirmation = Promise.withResolvers<void>();
  #stopped = false;

  constructor({ url, clientId }: { url: string; clientId: string }) {
    this.#url = url;
    this.#clientId = clientId;
    this.client = new CognitoIdentityProviderClient({
      region: "us-east-1",
      endpoint: url,
      maxAttempts: 1,
      credentials: { accessKeyId: "crash", secretAccessKey: "crash" },
      requestHandler: {
        connectionTimeout: 2_000,
        requestTimeout: 30_000,
        httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }),
      },
    });
  }

  start(inFlight: number): void {
    for (let i = 0; i < inFlight; i++) this.#workers.push(this.#work());
  }

  /** Resolves at the next acknowledged confirmation, or after `timeoutMs`. */
  async nextConfirmation(timeoutMs: number): Promise<void> {
    this.#confirmation = Promise.withResolvers<void>();
    await Promise.race([this.#confirmation.promise, pause(timeoutMs, undefined, { ref: false })]);
  }

  /** Lets those who are under way finish. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const user: TrafficUser = {
        email: `user-${this.users.length}@example.com`,
        signedUp: false,
        confirmed: false,
        codeMails: 0,
        resets: 0,
      };
      this.users.push(user);
      try {
        await this.#signUp(user);
        if (this.users.length % 5 === 0) await this.#resetPassword(user);
      } catch (error) {
        if (error instanceof CognitoIdentityProviderServiceException)
          this.errors.set(error.name, (this.errors.get(error.name) ?? 0) + 1);
        else await pause(20); // the server is away
      }
    }
  }

  async #signUp(user: TrafficUser): Promise<void> {
    const { email } = user;
    const UserAttributes = [
      { Name: "email", Value: email },
      { Name: "name", Value: "Ada" },
    ];
    await this.client.send(
      new SignUpCommand({ ClientId: this.#clientId, Username: email, Password: "Passw0rd!23", UserAttributes }),
    );
    user.signedUp = true;
    user.codeMails++;
    const ConfirmationCode = await this.#code(email);
    await this.client.send(new ConfirmSignUpCommand({ ClientId: this.#clientId, Username: email, ConfirmationCode }));
    user.confirmed = true;
    this.#confirmation.resolve();
  }

  async #resetPassword(user: TrafficUser): Promise<void> {
    const about = { ClientId: this.#clientId, Username: user.email };
    await this.client.send(new ForgotPasswordCommand(about));
    user.codeMails++;
    const ConfirmationCode = await this.#code(user.email);
    await this.client.send(new ConfirmForgotPasswordCommand({ ...about, ConfirmationCode, Password: "Passw0rd!24" }));
    user.resets++;
  }

  async #code(email: string): Promise<string> {
    const code = (await inboxOf(this.#url, email)).find((mail) => mail.code)?.code;
    if (code === undefined) throw new Error("Cannot go on as the inbox holds no code");
    return code;
  }
}

/** A mail as `/_foyer/inbox` lists it. */
export interface ListedMail {
  subject: string;
  code?: string;
}

/** The mails to one address, the newest first. */
export async function inboxOf(url: string, email: string): Promise<ListedMail[]> {
  const answer = await fetch(`${url}/_foyer/inbox?to=${encodeURIComponent(email)}`);
  if (!answer.ok) throw new Error(`Cannot read the inbox: HTTP ${answer.status}`);
  return (await answer.json()) as ListedMail[];
}

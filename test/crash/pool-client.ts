import { Agent } from "node:http";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { ProvisionedPool } from "../../packages/cli/src/dev/provision-pool.ts";
import { credentials, inboxOf, type Place, sideDoor } from "./place.ts";

/** Everybody's. */
export const phoneNumber = "+15550109999";

/** One user of the load, and what the server acknowledged. */
export interface LoadUser {
  /** Every value of a user holds `canary`, so that a search finds it wherever it must not be. */
  email: string;
  name: string;
  password: string;
  /** Signs up, as their twin in the other pool does. */
  hasTwin: boolean;
  /** An answer said that the user exists. */
  isKnown: boolean;
  /** An answer said that the user is confirmed, or let them in. */
  isConfirmed: boolean;
  /** Cognito has verified the address. */
  isVerified: boolean;
  /** Mails with a code that an answer promised. */
  codeMails: number;
  /** Answers to a confirmation that were an error of the trigger: the user is confirmed all the same. */
  errorsShown: number;
  /** Password resets that an answer confirmed. */
  resets: number;
  sub?: string;
}

/** An application and an administrator of one user pool. A call is made once: what breaks is not tried again. */
export class PoolClient {
  readonly pool: ProvisionedPool;
  readonly #place: Place;
  readonly #triggerName: string;
  readonly #cognito: CognitoIdentityProviderClient;
  readonly #lambda: LambdaClient;

  constructor(place: Place, pool: ProvisionedPool, triggerName: string) {
    this.pool = pool;
    this.#place = place;
    this.#triggerName = triggerName;
    const requestHandler = {
      connectionTimeout: 2_000,
      requestTimeout: 30_000,
      httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }),
    };
    const settings = { region: "us-east-1", endpoint: place.url, maxAttempts: 1, credentials, requestHandler };
    this.#cognito = new CognitoIdentityProviderClient(settings);
    this.#lambda = new LambdaClient(settings);
  }

  async signUp(user: LoadUser): Promise<void> {
    const { email: Username, password: Password } = user;
    const UserAttributes = [
      { Name: "email", Value: user.email },
      { Name: "name", Value: user.name },
      { Name: "phone_number", Value: phoneNumber },
    ];
    const { clientId: ClientId } = this.pool;
    const { UserSub } = await this.#cognito.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
    user.sub = UserSub as string;
    user.isKnown = true;
    user.codeMails++;
  }

  async confirm(user: LoadUser): Promise<void> {
    const ConfirmationCode = await this.#code(user);
    const confirm = { ClientId: this.pool.clientId, Username: user.email, ConfirmationCode };
    await this.#confirming(user, this.#cognito.send(new ConfirmSignUpCommand(confirm)));
    user.isConfirmed = true;
    user.isVerified = true;
  }

  async adminConfirm(user: LoadUser): Promise<void> {
    const confirm = new AdminConfirmSignUpCommand({ UserPoolId: this.pool.userPoolId, Username: user.email });
    await this.#confirming(user, this.#cognito.send(confirm));
    user.isConfirmed = true;
  }

  /** With a temporary password and without an invitation. */
  async adminCreate(user: LoadUser): Promise<void> {
    const UserAttributes = [
      { Name: "email", Value: user.email },
      { Name: "email_verified", Value: "true" },
      { Name: "name", Value: user.name },
    ];
    const about = { UserPoolId: this.pool.userPoolId, Username: user.email, TemporaryPassword: `${user.password}-T0` };
    await this.#cognito.send(new AdminCreateUserCommand({ ...about, UserAttributes, MessageAction: "SUPPRESS" }));
    user.isKnown = true;
  }

  async adminSetPassword(user: LoadUser): Promise<void> {
    const about = { UserPoolId: this.pool.userPoolId, Username: user.email, Password: user.password, Permanent: true };
    await this.#cognito.send(new AdminSetUserPasswordCommand(about));
    user.isConfirmed = true;
  }

  /** Puts a user into the pool past every trigger. */
  async addUser(user: LoadUser, status: string, username: string): Promise<void> {
    const attributes = { email: user.email, email_verified: "true", name: user.name };
    const { sub } = await sideDoor<{ sub: string }>(this.#place, "users", {
      userPoolId: this.pool.userPoolId,
      status,
      username,
      attributes,
    });
    user.sub = sub;
    user.isKnown = true;
    user.isConfirmed = status === "EXTERNAL_PROVIDER";
  }

  async signIn(user: LoadUser): Promise<void> {
    const AuthParameters = { USERNAME: user.email, PASSWORD: user.password };
    const { clientId: ClientId } = this.pool;
    await this.#cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    user.isKnown = true;
    user.isConfirmed = true;
  }

  /** The first sign-in of a user whom an administrator created. */
  async signInFirst(user: LoadUser): Promise<void> {
    const { clientId: ClientId } = this.pool;
    const AuthParameters = { USERNAME: user.email, PASSWORD: `${user.password}-T0` };
    const { ChallengeName, Session } = await this.#cognito.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
    const ChallengeResponses = { USERNAME: user.email, NEW_PASSWORD: user.password };
    await this.#cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }));
    user.isConfirmed = true;
  }

  async resetPassword(user: LoadUser): Promise<void> {
    const about = { ClientId: this.pool.clientId, Username: user.email };
    await this.#cognito.send(new ForgotPasswordCommand(about));
    user.codeMails++;
    const ConfirmationCode = await this.#code(user);
    const Password = `${user.password}-R1`;
    const confirm = new ConfirmForgotPasswordCommand({ ...about, ConfirmationCode, Password });
    await this.#confirming(user, this.#cognito.send(confirm));
    user.password = Password;
    user.isConfirmed = true;
    user.resets++;
  }

  /** Delivers the event of the confirmation to the trigger again, as a late attempt of Cognito does. */
  async deliverAgain({ sub, email, name, isVerified }: LoadUser): Promise<void> {
    const { userPoolId, clientId } = this.pool;
    const userAttributes = {
      sub,
      "cognito:user_status": "CONFIRMED",
      email,
      ...(isVerified && { email_verified: "true" }),
      name,
      phone_number: phoneNumber,
    };
    const event = {
      version: "1",
      triggerSource: "PostConfirmation_ConfirmSignUp",
      region: "us-east-1",
      userPoolId,
      userName: sub,
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId },
      request: { userAttributes },
      response: {},
    };
    await this.#lambda.send(new InvokeCommand({ FunctionName: this.#triggerName, Payload: JSON.stringify(event) }));
  }

  async #confirming(user: LoadUser, confirmation: Promise<unknown>): Promise<void> {
    await confirmation.catch((error: Error) => {
      if (error.name.includes("Lambda")) user.errorsShown++;
      throw error;
    });
  }

  async #code({ email }: LoadUser): Promise<string> {
    const code = (await inboxOf(this.#place, email)).find((mail) => mail.code)?.code;
    if (code === undefined) throw new Error("Cannot go on as the inbox holds no code");
    return code;
  }
}

import { setTimeout as pause } from "node:timers/promises";
import { CognitoIdentityProviderServiceException } from "@aws-sdk/client-cognito-identity-provider";
import { choose, journeys } from "./journeys.ts";
import type { Place } from "./place.ts";
import { type LoadUser, PoolClient } from "./pool-client.ts";
import type { Random } from "./random.ts";

/** The users of one pool, and what their clients were answered. */
export class Crowd {
  readonly client: PoolClient;
  readonly users: LoadUser[] = [];
  /** The messages of answers that were errors. */
  readonly messages: string[] = [];

  constructor(client: PoolClient) {
    this.client = client;
  }

  /** Lets a new user do `walk`. */
  async join(user: Pick<LoadUser, "email" | "name" | "hasTwin">, walk: (user: LoadUser) => Promise<void>): Promise<LoadUser> {
    const nothing = { isKnown: false, isConfirmed: false, isVerified: false, codeMails: 0, errorsShown: 0, resets: 0 };
    const joining: LoadUser = { ...user, password: "Canary-Passw0rd", ...nothing };
    this.users.push(joining);
    try {
      await walk(joining);
    } catch (error) {
      if (error instanceof CognitoIdentityProviderServiceException) this.messages.push(error.message);
      else await pause(250); // the server is away
    }
    return joining;
  }
}

/** Users of every origin, a fixed number at once, whether the server is there or not. */
export class Traffic {
  readonly foyer: Crowd;
  /** The twins of those who have one. */
  readonly byHand: Crowd | undefined;
  /** Users of whom an answer said that they are there, by their journey. */
  readonly came = new Map(journeys.map(({ name }) => [name, 0]));
  readonly #random: Random;
  #workers: Promise<void>[] = [];
  #confirmation = Promise.withResolvers<void>();
  #isStopped = false;

  constructor(place: Place, random: Random) {
    this.#random = random;
    this.foyer = new Crowd(new PoolClient(place, place.foyer, "foyer-trigger"));
    this.byHand = place.byHand && new Crowd(new PoolClient(place, place.byHand, "by-hand"));
  }

  start(inFlight: number): void {
    this.#isStopped = false;
    this.#workers = Array.from({ length: inFlight }, () => this.#work());
  }

  /** Resolves at the next acknowledged confirmation, or after `timeoutMs`. */
  async nextConfirmation(timeoutMs: number): Promise<void> {
    this.#confirmation = Promise.withResolvers<void>();
    await Promise.race([this.#confirmation.promise, pause(timeoutMs, undefined, { ref: false })]);
  }

  /** Lets those who are under way finish. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      const { name, hasTwin = false, walk } = this.#nextJourney();
      const number = this.foyer.users.length;
      // Half of them at the domain whose verified addresses make one staff.
      const domain = number % 2 === 0 ? "example.com" : "mail.example";
      const about = { email: `canary-${name.split(" ")[0]}-${number}@${domain}`, name: `Canary ${number}`, hasTwin };
      const { foyer, byHand } = this;
      const choices = choose(this.#random);
      const joining = [foyer.join(about, (user) => walk(foyer.client, user, choices))];
      if (hasTwin && byHand) {
        const twin = { email: `twin-${number}@mail.example`, name: `Twin ${number}`, hasTwin };
        joining.push(byHand.join(twin, (user) => walk(byHand.client, user, choices)));
      }
      const [user] = await Promise.all(joining);
      if (user?.isKnown) this.came.set(name, (this.came.get(name) ?? 0) + 1);
      if (user?.isConfirmed) this.#confirmation.resolve();
    }
  }

  #nextJourney() {
    let left = this.#random.next() * journeys.reduce((sum, { weight }) => sum + weight, 0);
    for (const journey of journeys) {
      left -= journey.weight;
      if (left < 0) return journey;
    }
    return journeys[0]!;
  }
}

import { setTimeout as pause } from "node:timers/promises";
import { clearFaults, countStruck, type Struck, setFaults } from "./faults-on.ts";
import { type Healing, isAtEnd, isBeforeTheWait, oneMinuteLater, secondsLater, threeDaysLater } from "./healing.ts";
import type { KilledServer } from "./killed-server.ts";
import type { Place } from "./place.ts";
import type { Random } from "./random.ts";
import type { Traffic } from "./traffic.ts";
import { isDue, type KnownUser, knownUsers } from "./users.ts";

const settleMs = 60_000;

/** How long the worker goes on under faults after the kills, in real time. */
const workMs = 40_000;

export interface WaveParts {
  server: KilledServer;
  place: Place;
  traffic: Traffic;
  healing: Healing;
  /** When and how it kills. */
  random: Random;
  seed: number;
  /** Users at once. */
  inFlight: number;
}

/** Kills while users come and live, while the worker goes through its steps, and while it goes on after the wait; then all come to their end. */
export class Wave {
  /** How often a process was killed, by what it was. */
  readonly killed = new Map([
    ["a function's process", 0],
    ["the local AWS", 0],
    ["the local AWS and its functions at once", 0],
    ["the local AWS while it starts", 0],
    ["the local AWS at a boundary of the flow", 0],
  ]);
  faultsStruck = 0;
  /** Of these, by the call: replies that were lost, and callers that were killed before they had it. */
  readonly interrupted = new Map<string, { lost: number; killed: number }>();
  readonly #of: WaveParts;

  constructor(of: WaveParts) {
    this.#of = of;
  }

  /** Of processes, so far. */
  get kills(): number {
    return [...this.killed.values()].reduce((sum, times) => sum + times, 0);
  }

  /** Counts a kill that the local AWS did itself. */
  killedAtBoundary(): void {
    this.#count("the local AWS at a boundary of the flow");
  }

  async run(kills: number): Promise<void> {
    const { place, traffic, healing, inFlight } = this.#of;
    const end = this.kills + kills;
    const endOfWork = end - Math.floor(kills / 5);
    const endOfTraffic = endOfWork - Math.floor((kills * 2) / 5);
    await this.#faultsOn();
    traffic.start(inFlight);
    while (this.kills < endOfTraffic) await this.#kill(end, { afterUsers: true });
    await traffic.nextConfirmation(5_000);
    await traffic.stop();
    await healing.sweep();
    while (this.kills < endOfWork && healing.broken.length === 0) {
      // What was interrupted is tried again after a pause, so that most of what users set off is still to come.
      await oneMinuteLater(place);
      await this.#kill(end, {});
    }
    const waits = (user: KnownUser) => isBeforeTheWait(place.flow, user);
    await this.#workOn(waits);
    await this.#faultsOff();
    await healing.until("the steps before the wait", waits, settleMs);

    await this.#faultsOn();
    await threeDaysLater(place);
    while (this.kills < end && healing.broken.length === 0) {
      await this.#kill(end, { haste: 3 });
      await threeDaysLater(place);
    }
    await this.#workOn(isAtEnd);
    await this.#faultsOff();
    await healing.until("the whole onboarding", isAtEnd, settleMs, "1 day");
  }

  /** Lets everybody come so far under faults, so that each step meets them and not only those that were under way at a kill. */
  async #workOn(isFar: (user: KnownUser) => boolean): Promise<void> {
    const { place } = this.#of;
    const deadline = performance.now() + workMs;
    let behind: boolean;
    do {
      // By less than a receiver's window, so that what comes again comes within it.
      await secondsLater(place);
      await pause(500);
      behind = (await knownUsers(place)).some((user) => isDue(user) && !isFar(user));
    } while (behind && performance.now() < deadline);
  }

  /** @param when `afterUsers`: mostly not before another user is confirmed; `haste`: by how much the pause before is shorter */
  async #kill(end: number, { afterUsers = false, haste = 1 }: { afterUsers?: boolean; haste?: number }): Promise<void> {
    const { server, random, traffic } = this.#of;
    const dice = random.next();
    const busy = random.next() < 0.7;
    const delayMs = random.between(100, 2_000);
    if (afterUsers && busy) await traffic.nextConfirmation(5_000);
    if (dice < 0.5) {
      await pause(delayMs / 4);
      // Functions start with the next user. In a lull there may be none to come.
      for (let tries = 0; tries < 20; tries++) {
        if (server.killFunction((count) => random.between(0, count - 1))) {
          this.#count("a function's process");
          return;
        }
        await pause(100);
      }
      return;
    }
    await pause(delayMs / haste);
    this.#countStruck(await countStruck(this.#of.place));
    const what = dice < 0.8 ? "process" : "group";
    await server.kill(what);
    this.#count(what === "process" ? "the local AWS" : "the local AWS and its functions at once");
    if (random.next() < 0.2 && this.kills < end) {
      await server.killAtStart(random.between(10, 400));
      this.#count("the local AWS while it starts");
    }
    await server.start();
    await this.#faultsOn();
  }

  #count(what: string): void {
    this.killed.set(what, (this.killed.get(what) ?? 0) + 1);
  }

  #faultsOn(): Promise<void> {
    return setFaults(this.#of.place, this.#of.seed + this.kills);
  }

  async #faultsOff(): Promise<void> {
    this.#countStruck(await clearFaults(this.#of.place));
  }

  #countStruck(struck: Struck): void {
    for (const { kind, where, times } of struck) {
      this.faultsStruck += times;
      const { lost, killed } = this.interrupted.get(where) ?? { lost: 0, killed: 0 };
      if (kind === "reply-lost") this.interrupted.set(where, { lost: lost + times, killed });
      if (kind === "crash-function") this.interrupted.set(where, { lost, killed: killed + times });
    }
  }
}

import type { Options } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** What `commands/<name>.ts` exports. */
export interface CommandModule {
  options: Options;
  /** A paragraph or two below the usage line. */
  description: string;
  /** Command lines with what each one does. */
  examples: [commandLine: string, does: string][];
  /** @returns the exit code: 0 it worked, 1 it did not. */
  run(args: string[], terminal: Terminal): Promise<number>;
}

/** One row of the table: all that the overview needs, and a loader, so that only the command asked for is read. */
export interface Command {
  summary: string;
  usage: string;
  load(): Promise<CommandModule>;
}

/** Every command by its name, in the order in which a newcomer meets them. */
export const commands: Record<string, Command> = {
  init: {
    summary: "write a project with an onboarding and its test, or add them to the one that is here",
    usage: "foyer init [folder] [options]",
    load: () => import("./commands/init.ts"),
  },
  dev: {
    summary: "start the local AWS with your onboarding and walk one demo user through it",
    usage: "foyer dev [file] [options]",
    load: () => import("./commands/dev.ts"),
  },
  "sign-up": {
    summary: "play a user: sign up, confirm with the code from the inbox, sign in",
    usage: "foyer sign-up EMAIL [options]",
    load: () => import("./commands/sign-up.ts"),
  },
  status: {
    summary: "show how far a user's onboarding is, or who is parked or unfinished",
    usage: "foyer status [SUB or EMAIL] [options]",
    load: () => import("./commands/status.ts"),
  },
  replay: {
    summary: "try again what gave up for a user",
    usage: "foyer replay SUB|EMAIL [options]",
    load: () => import("./commands/replay.ts"),
  },
  skip: {
    summary: "go on without a step that gave up",
    usage: "foyer skip SUB|EMAIL STEP [options]",
    load: () => import("./commands/skip.ts"),
  },
  sweep: {
    summary: "find users who were missed, and onboard them",
    usage: "foyer sweep [options]",
    load: () => import("./commands/sweep.ts"),
  },
  inbox: {
    summary: "show the mails that were sent",
    usage: "foyer inbox [options]",
    load: () => import("./commands/inbox.ts"),
  },
  preview: {
    summary: "show the mails of an onboarding in the browser, for sample users",
    usage: "foyer preview [STEP] [options]",
    load: () => import("./commands/preview.ts"),
  },
  invoke: {
    summary: "send a test event of any trigger source to the pool's function",
    usage: "foyer invoke [SOURCE] [options]",
    load: () => import("./commands/invoke.ts"),
  },
  check: {
    summary: "show what a reset, a slow run and failing calls do to a handler that you have already",
    usage: "foyer check PATH[:EXPORT] [options]",
    load: () => import("./commands/check.ts"),
  },
  logs: {
    summary: "show what the functions log, and follow it",
    usage: "foyer logs [FUNCTION] [options]",
    load: () => import("./commands/logs.ts"),
  },
  policy: {
    summary: "print the IAM policies of the functions, computed from the onboarding file",
    usage: "foyer policy [file] [options]",
    load: () => import("./commands/policy.ts"),
  },
  doctor: {
    summary: "compare the onboarding file with what is deployed, and say how to repair what differs",
    usage: "foyer doctor [file] [options]",
    load: () => import("./commands/doctor.ts"),
  },
  clock: {
    summary: "show the local AWS's time, or move it forward",
    usage: "foyer clock [+AMOUNT or next] [options]",
    load: () => import("./commands/clock.ts"),
  },
  faults: {
    summary: "make calls of the local AWS fail, hang, crash or lose their replies",
    usage: "foyer faults [add or clear] [TARGET, PRESET or ID] [KIND] [options]",
    load: () => import("./commands/faults.ts"),
  },
  reset: {
    summary: "make the local AWS forget users and what happened",
    usage: "foyer reset [options]",
    load: () => import("./commands/reset.ts"),
  },
};

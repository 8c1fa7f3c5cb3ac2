/** Something did not work: the message says what and what to do about it, and the command exits with 1. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/** The command line asks for something that does not exist: the command exits with 2 and points to its help. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

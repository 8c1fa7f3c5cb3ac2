import { UsageError } from "../../errors.ts";

/** An existing handler for one trigger, as `--trigger PostConfirmation=handlers/welcome.js:handler` names it. */
export interface TriggerHandler {
  /** A key of Cognito's LambdaConfig; for PreTokenGeneration with the version of its event behind an `@`: `PreTokenGeneration@V2_0`. */
  trigger: string;
  /** The file, a folder, or a file and an export as Lambda's handler setting has them (`src/index.handler`); from the working directory. */
  path: string;
  /** Absent: `handler`, else the default export; of a Python file `lambda_handler`, else `handler`. */
  exportName?: string | undefined;
}

/** The triggers that the local user pool fires. */
export const triggerNames = [
  "PreSignUp",
  "CustomMessage",
  "PostConfirmation",
  "PreAuthentication",
  "PostAuthentication",
  "DefineAuthChallenge",
  "CreateAuthChallenge",
  "VerifyAuthChallengeResponse",
  "PreTokenGeneration",
  "PreTokenGeneration@V2_0",
  "PreTokenGeneration@V3_0",
  "UserMigration",
  "CustomEmailSender",
  "CustomSMSSender",
] as const;

/** Reads the values of `--trigger`. @throws {UsageError} when one does not read `Name=path:export`, or names no trigger or one twice. */
export function triggerHandlersOf(texts: string[]): TriggerHandler[] {
  const handlers = texts.map(triggerHandlerOf);
  const names = handlers.map(({ trigger }) => withoutVersion(trigger));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new UsageError(`Cannot give ${twice} two functions: a user pool has one for each trigger.`);
  return handlers;
}

/** `PreTokenGeneration@V2_0` is the trigger PreTokenGeneration. */
export function withoutVersion(trigger: string): string {
  return trigger.replace(/@.*$/, "");
}

function triggerHandlerOf(text: string): TriggerHandler {
  // An export is a name without a slash, so that a drive's colon (C:\handlers\welcome.js) begins none.
  const [, trigger = "", path = "", exportName] = /^([^=]+)=(.+?)(?::([\w$.]+))?$/.exec(text) ?? [];
  if (path === "")
    throw new UsageError(
      `Cannot use the handler '${text}': it must read Name=path or Name=path:export, for example PostConfirmation=handlers/welcome.js:handler.`,
    );
  const known = triggerNames.find((name) => name.toLowerCase() === trigger.toLowerCase());
  if (!known) throw new UsageError(`There is no trigger '${trigger}'. The triggers are ${triggerNames.join(", ")}.`);
  return { trigger: known, path, exportName };
}

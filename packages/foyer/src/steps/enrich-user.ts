import { userPoolArn } from "../onboarding/arn.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepError, StepSkipped } from "../onboarding/errors.ts";
import type { Json } from "../onboarding/json.ts";
import type { CustomAttribute } from "../onboarding/resources.ts";
import type { Step, StepCall } from "../onboarding/step.ts";
import { callOrStandIn } from "./call-or-stand-in.ts";
import { networkError, statusError } from "./http-call.ts";
import { isSecret, type Secret } from "./secret.ts";
import { type Check, type CheckedBy, checked } from "./standard-schema.ts";
import { type AttributeValues, writeAttributes } from "./write-attributes.ts";

const standard = [
  ...(["name", "given_name", "family_name", "middle_name", "nickname", "profile", "picture", "website"] as const),
  ...(["gender", "birthdate", "zoneinfo", "locale", "address"] as const),
];

/** Attributes of a user that another system may fill in: none by which one signs in, and none that Cognito vouches for. */
export type WritableAttribute = `custom:${string}` | (typeof standard)[number];

/** The request to the other system. */
export interface EnrichmentRequest {
  /** HTTPS. Whatever of the user stands in it goes through `encodeURIComponent`. */
  url: string | URL;
  /** Default `GET`, or `POST` where there is a body. */
  method?: "GET" | "POST" | "PUT" | "PATCH";
  /** Beside `Idempotency-Key`, `Accept` and the body's `Content-Type`, which are set. */
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: Json;
}

/** The value of an attribute, out of the checked answer. Nothing is written for undefined, null and an empty text. */
export type AttributeFrom<Answer> = (answer: Answer, user: ConfirmedUser) => string | number | boolean | null | undefined;

/** What `request` is given beside the user. */
export interface EnrichmentCall<Name extends string> extends Pick<StepCall, "key" | "signal"> {
  /** The values of the secrets, by the names that `secrets` gives them. */
  readonly secrets: Readonly<Record<Name, string>>;
}

export interface EnrichUserOptions<C extends Check, Name extends string = never> {
  /** What to ask for this user. `call.key` is what `Idempotency-Key` says. Throw `StepSkipped` where there is nothing to ask. */
  request: (user: ConfirmedUser, call: EnrichmentCall<Name>) => EnrichmentRequest | Promise<EnrichmentRequest>;
  /** What the request needs to be let in, read when the step runs. */
  secrets?: Readonly<Record<Name, Secret>>;
  /** Checks the body of the answer: a schema of zod, valibot, arktype and the like, or a function that gives the checked value or throws. */
  answer: C;
  /** The attributes to write, each with where its value comes from. A custom attribute is created, as text, where the pool lacks it. */
  attributes: { readonly [Name in WritableAttribute]?: AttributeFrom<CheckedBy<C>> };
  /** Attributes to write whatever value the user has by now. Any other is written only where the user has none. */
  overwrite?: readonly WritableAttribute[];
  /** Custom attributes that are not text. */
  types?: { readonly [Name in `custom:${string}`]?: CustomAttribute["type"] };
  /** Statuses that say that nothing is known of the user, such as 404: the step is skipped. */
  unknownUser?: readonly number[];
  /** For the whole request, in milliseconds, up to 30,000. Default 10,000. */
  timeoutMs?: number;
}

const MAX_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 256 * 1024;

/** How often 409 is tried again: it says that the request before is still under way, or that there is a conflict for good. */
const MAX_CONFLICTS = 5;

/**
 * Asks another system about the user and writes what it says into attributes. Each attempt bears the same `Idempotency-Key`. A value that the
 * user has already is left untouched, unless `overwrite` names its attribute.
 */
export function enrichUser<C extends Check, const Name extends string = never>(
  options: EnrichUserOptions<C, Name>,
): Step<"keyed", void, void> {
  const { overwrite = [], types = {}, unknownUser = [], timeoutMs = 10_000 } = options;
  const secrets = Object.entries<Secret>(options.secrets ?? {});
  const names = Object.keys(options.attributes) as WritableAttribute[];
  checkNames(names, [...overwrite, ...(Object.keys(types) as WritableAttribute[])]);
  if (!(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS))
    throw new OnboardingError(
      `Cannot use enrichUser as 'timeoutMs' must be 1 to ${MAX_TIMEOUT_MS}: current value is ${timeoutMs}`,
    );
  if (!secrets.every(([, secret]) => isSecret(secret)))
    throw new OnboardingError(
      "Cannot use enrichUser as 'secrets' must be secretFromEnvironment(…), secretFromSecretsManager(…) or secretFromParameterStore(…)",
    );
  const custom = names.filter((name) => name.startsWith("custom:")) as `custom:${string}`[];
  return {
    replay: "keyed",
    permissions: [
      { actions: ["cognito-idp:AdminGetUser", "cognito-idp:AdminUpdateUserAttributes"], resources: [userPoolArn] },
      ...secrets.flatMap(([, secret]) => secret.permissions),
    ],
    resources: {
      customAttributes: custom.map((name) => ({ name, type: types[name] ?? "String" })),
      environment: secrets.flatMap(([, secret]) => secret.resources.environment ?? []),
      secrets: secrets.flatMap(([, secret]) => secret.resources.secrets ?? []),
      parameters: secrets.flatMap(([, secret]) => secret.resources.parameters ?? []),
    },
    givesResult: false,
    logsResult: true,
    async run(user, _, call) {
      const { key, signal } = call;
      const read = await Promise.all(secrets.map(async ([name, secret]) => [name, await secret.read(signal)]));
      const request = await options.request(user, { key, signal, secrets: Object.fromEntries(read) });
      const response = await ask(request, timeoutMs, call).catch((error) => {
        throw networkError("The other system", error);
      });
      const { status, text } = response;
      if (unknownUser.includes(status)) throw new StepSkipped(`the other system answered ${status}: it does not know the user`);
      if (status === 409 && call.attempt < MAX_CONFLICTS)
        throw new StepError("The other system answered with status 409", { retry: true, happened: "maybe" });
      if (status < 200 || status > 299) throw statusError("The other system", response);
      const answer = await checked(options.answer, parsed(text), "the answer");
      return writeAttributes(user, valuesOf(options.attributes, answer, user), new Set(overwrite), signal);
    },
  };
}

function ask({ url, method, headers = {}, body }: EnrichmentRequest, timeoutMs: number, { key, signal }: StepCall) {
  return callOrStandIn({
    url,
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
      "idempotency-key": key,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
}

/** The JSON of a body; undefined for an empty one. */
function parsed(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The parser's words quote the text.
    throw new StepError("Cannot use the answer as it must be JSON", { happened: "yes" });
  }
}

function valuesOf<Answer>(
  attributes: { readonly [name: string]: AttributeFrom<Answer> | undefined },
  answer: Answer,
  user: ConfirmedUser,
): AttributeValues {
  const values: AttributeValues = {};
  for (const [name, from] of Object.entries(attributes)) {
    const value = from?.(answer, user) ?? "";
    if (!["string", "number", "boolean"].includes(typeof value))
      throw new StepError(
        `Cannot write attribute '${name}' as its value must be a text, a number or a boolean: it is a ${typeof value}`,
      );
    if (value !== "") values[name] = String(value);
  }
  return values;
}

function checkNames(names: readonly string[], mentioned: readonly string[]): void {
  if (names.length === 0) throw new OnboardingError("Cannot use enrichUser as 'attributes' must name what to write: it is empty");
  for (const name of names) {
    if (!name.startsWith("custom:") && !(standard as string[]).includes(name))
      throw new OnboardingError(
        `Cannot use enrichUser as an attribute must be custom:… or one of ${standard.join(", ")}: current value is '${name}'`,
      );
  }
  for (const name of mentioned) {
    if (!names.includes(name))
      throw new OnboardingError(
        `Cannot use enrichUser as 'overwrite' and 'types' must name what 'attributes' names: '${name}' is not there`,
      );
  }
}

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { patternOf } from "../../packages/local/src/endpoint/constraints/patterns.ts";
import { loadModel } from "../../packages/local/src/model/load-model.ts";
import type { Member } from "../../packages/local/src/model/service-model.ts";
import type { Facts, Shape } from "../../scripts/constraints/facts.ts";
import { anyJson, damage, hostileText, textOfLength } from "./hostile-values.ts";

export const facts = JSON.parse(
  readFileSync(new URL("../../scripts/constraints/cognito-idp.json", import.meta.url), "utf8"),
) as Facts;
const model = loadModel("cognito-idp");

/** One request, with `Known` in place of values that only the running server has. */
export interface HostileRequest {
  operation: string;
  /** All that exists and is named in it belongs to this pool. */
  pool: number;
  input: unknown;
  damage: (body: Buffer) => Buffer;
}

/** Stands for a value that exists: of this member, the so-manieth. */
export class Known {
  readonly member: string;
  readonly which: number;
  constructor(member: string, which: number) {
    this.member = member;
    this.which = which;
  }
}

/** Requests for some operations, each as likely as the others, but for those that take away what the others are about. */
export function requestsFor(operations: string[]): fc.Arbitrary<HostileRequest> {
  const weighted = operations.map((name) => ({
    weight: /^(Delete|AdminDelete)User/.test(name) ? 1 : 8,
    arbitrary: fc.constant(name),
  }));
  return fc.oneof(...weighted).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      pool: fc.nat({ max: 1_000 }),
      input: fc.oneof(
        { weight: 40, arbitrary: structure(model.operations[operation]?.input as string) },
        { weight: 1, arbitrary: anyJson },
      ),
      damage,
    }),
  );
}

const mostlyThere = /^(Password|AuthParameters|ChallengeResponses|Session)$/;
const structures = new Map<string, fc.Arbitrary<unknown>>();

function structure(name: string): fc.Arbitrary<unknown> {
  const made = structures.get(name);
  if (made) return made;
  const members = Object.entries(model.structures[name] ?? {}).map(([member, shape]) => {
    const value = valueFor(member, shape, facts.structures[name]?.members[member]);
    // The rest of what a request may hold is mostly left out, so that what is in it counts.
    const [present, absent] = shape.required ? [60, 1] : mostlyThere.test(member) ? [6, 1] : [1, 4];
    const entry = value.map((item): [string, unknown][] => [[member, item]]);
    return fc.oneof({ weight: present, arbitrary: entry }, { weight: absent, arbitrary: fc.constant([]) });
  });
  const arbitrary = fc.tuple(...members).map((entries) => Object.fromEntries(entries.flat()));
  structures.set(name, arbitrary);
  return arbitrary;
}

function valueFor(name: string, member: Member, shapeName: string | undefined): fc.Arbitrary<unknown> {
  const shape = facts.shapes[shapeName ?? ""];
  return fc.oneof({ weight: 60, arbitrary: typed(name, member, shape) }, { weight: 1, arbitrary: anyJson });
}

function typed(name: string, member: Member, shape: Shape | undefined): fc.Arbitrary<unknown> {
  const { min = 0, max = 3 } = shape ?? {};
  switch (member.type) {
    case "structure":
      return structure(member.structure as string);
    case "list": {
      const element = valueFor(name, member.member as Member, shape?.member);
      const few = fc.array(element, { maxLength: 3 });
      return fc.oneof(
        { weight: 8, arbitrary: few },
        {
          weight: 1,
          arbitrary: few.map((items) =>
            Array.from({ length: Math.min(max + 1, 300) }, (_, index) => items[index % items.length]),
          ),
        },
      );
    }
    case "map":
      return parameters;
    case "number":
      return fc.oneof(
        fc.integer({ min, max: Math.max(min, max) }),
        fc.constantFrom(min, min - 1, max, max + 1, 0, 1, 1.5, -1, 2 ** 31, 1e300),
      );
    case "boolean":
      return fc.boolean();
    case "string":
      return text(name, shape);
    default:
      return anyJson;
  }
}

/** What AuthParameters, ChallengeResponses and metadata are asked for. */
const parameterNames = [
  "USERNAME",
  "PASSWORD",
  "NEW_PASSWORD",
  "SECRET_HASH",
  "SRP_A",
  "DEVICE_KEY",
  "REFRESH_TOKEN",
  "PREFERRED_CHALLENGE",
  "ANSWER",
  "SMS_MFA_CODE",
  "EMAIL_OTP_CODE",
  "SOFTWARE_TOKEN_MFA_CODE",
  "PASSWORD_CLAIM_SIGNATURE",
  "PASSWORD_CLAIM_SECRET_BLOCK",
  "TIMESTAMP",
  "DEVICE_GROUP_KEY",
  "userAttributes.email",
  "userAttributes.__proto__",
  "SESSION",
  "CHALLENGE_NAME",
  "client_id",
  "client_secret",
  "authorize_scopes",
  "MetadataURL",
  "email",
  "__proto__",
];

/** Under which name of an answer the values of a member are known. */
const aliases = new Map(
  Object.entries({
    USERNAME: "Username",
    REFRESH_TOKEN: "RefreshToken",
    Token: "RefreshToken",
    DEVICE_KEY: "DeviceKey",
    PASSWORD_CLAIM_SECRET_BLOCK: "SECRET_BLOCK",
    SESSION: "Session",
    Code: "ConfirmationCode",
    EMAIL_OTP_CODE: "ConfirmationCode",
    SMS_MFA_CODE: "ConfirmationCode",
  }),
);

/** What a member usually holds. */
const usual = new Map(
  Object.entries({
    Password: ["Correct-horse-7"],
    PASSWORD: ["Correct-horse-7"],
    PreviousPassword: ["Correct-horse-7"],
    ProposedPassword: ["Better-horse-8"],
    NEW_PASSWORD: ["Better-horse-8"],
    PREFERRED_CHALLENGE: ["PASSWORD", "EMAIL_OTP", "PASSWORD_SRP", "SELECT_CHALLENGE"],
    ANSWER: ["PASSWORD", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "SMS_MFA"],
    Filter: ['email = "a@b.co"', 'username ^= "a"', 'status = "Enabled"', 'sub = "x"', 'cognito:user_status="CONFIRMED"'],
    Name: ["email", "name", "phone_number", "custom:team", "sub", "email_verified", "locale", "identities", "preferred_username"],
    AttributeName: ["email", "phone_number", "custom:team"],
    UserAttributeNames: ["email", "name", "custom:team"],
    Value: ["eve@example.com", "+14155550123", "true", "x"],
    SRP_A: ["0", "1", "a".repeat(768), "f".repeat(768), "g", ""],
    TIMESTAMP: ["Tue Sep 8 07:05:09 UTC 2026"],
  }),
);

const plain = [
  "a",
  "email",
  "name@example.com",
  "123456",
  "local_1",
  "import-1",
  "https://example.com/callback",
  "arn:aws:lambda:us-east-1:000000000000:function:nobody",
  "us-east-1_00000000-0000-4000-8000-000000000000",
  "code {####}",
  "{##verify##}",
  "0123456789abcdef01234567",
];

/** Without the right one of these nothing else of a request is looked at. */
const ids = /^(UserPoolId|ClientId|AccessToken|ResourceArn|USERNAME|PASSWORD)$/;

function text(name: string, shape: Shape | undefined): fc.Arbitrary<unknown> {
  const { enum: values, pattern, min = 0, max = 200 } = shape ?? {};
  const matches = pattern === undefined ? () => true : patternOf(pattern);
  const fitting = plain.filter((candidate) => candidate.length >= min && candidate.length <= max && matches(candidate));
  const right = values ?? usual.get(name) ?? (fitting.length > 0 ? fitting : plain);
  const [knownWeight, hostileWeight] = ids.test(name) ? [60, 1] : [14, 3];
  const known = fc.nat({ max: 1_000 }).map((which) => new Known(aliases.get(name) ?? name, which));
  return fc.oneof(
    {
      weight: knownWeight,
      arbitrary: usual.has(name) || (values && name !== "ChallengeName") ? fc.constantFrom(...right) : known,
    },
    { weight: hostileWeight, arbitrary: fc.constantFrom(...right) },
    { weight: hostileWeight, arbitrary: hostileText },
    { weight: 1, arbitrary: fc.constantFrom(min, min - 1, max, max + 1).map(textOfLength) },
  );
}

/** A map of those, each there or not, and now and then of a name that is none of them. */
const parameters: fc.Arbitrary<unknown> = fc
  .tuple(
    ...parameterNames.map((name) =>
      fc.oneof(
        {
          weight: name === "USERNAME" || name === "PASSWORD" ? 20 : 1,
          arbitrary: text(name, undefined).map((value) => [[name, value]]),
        },
        { weight: 2, arbitrary: fc.constant([]) },
      ),
    ),
    fc.array(fc.tuple(hostileText, hostileText), { size: "xsmall" }),
  )
  .map((entries) => Object.fromEntries(entries.flat() as [string, unknown][]));

import { anonymous, type Case } from "./test-case.ts";
import { conditionCases } from "./test-cases-conditions.ts";
import { principalCases } from "./test-cases-principals.ts";
import { variableCases } from "./test-cases-variables.ts";

const worker = "arn:aws:lambda:us-east-1:000000000000:function:worker";

const actionCases: Case[] = [
  { rule: "what nothing allows is denied", is: "no-identity-policy" },
  { rule: "one statement that allows is enough", identity: [{}], is: "allowed" },
  { rule: "an action is allowed by its name", identity: [{ Action: "s3:GetObject" }], is: "allowed" },
  { rule: "another action is not", identity: [{ Action: "s3:PutObject" }], is: "no-identity-policy" },
  { rule: "the case of an action does not matter", identity: [{ Action: "S3:getobject" }], is: "allowed" },
  { rule: "one of several actions is enough", identity: [{ Action: ["s3:PutObject", "s3:GetObject"] }], is: "allowed" },
  { rule: "* in an action stands for any characters", identity: [{ Action: "s3:Get*" }], is: "allowed" },
  { rule: "* in an action stands for none as well", identity: [{ Action: "s3:GetObject*" }], is: "allowed" },
  { rule: "* in the middle of an action matches", identity: [{ Action: "s3:*Object" }], is: "allowed" },
  { rule: "? in an action stands for one character", identity: [{ Action: "s3:?etObject" }], is: "allowed" },
  { rule: "? stands for no less than one", identity: [{ Action: "s3:GetObject?" }], is: "no-identity-policy" },
  { rule: "* as the service's name matches every service", identity: [{ Action: "*:*" }], is: "allowed" },
  { rule: "an action is matched whole, not from its start", identity: [{ Action: "s3:Get" }], is: "no-identity-policy" },
  { rule: "NotAction allows what it does not name", identity: [{ NotAction: "s3:PutObject" }], is: "allowed" },
  { rule: "NotAction does not allow what it names", identity: [{ NotAction: ["s3:Get*"] }], is: "no-identity-policy" },
  {
    rule: "NotAction that denies lets what it names through",
    identity: [{}, { Effect: "Deny", NotAction: "s3:GetObject" }],
    is: "allowed",
  },
  {
    rule: "NotAction that denies denies everything else",
    identity: [{}, { Effect: "Deny", NotAction: "s3:PutObject" }],
    is: "explicit-deny",
  },
];

const resourceCases: Case[] = [
  { rule: "a resource is allowed by its ARN", identity: [{ Resource: "arn:aws:s3:::bucket/key" }], is: "allowed" },
  { rule: "another resource is not", identity: [{ Resource: "arn:aws:s3:::bucket/other" }], is: "no-identity-policy" },
  { rule: "the case of a resource matters", identity: [{ Resource: "arn:aws:s3:::Bucket/key" }], is: "no-identity-policy" },
  { rule: "* in a resource reaches over slashes", identity: [{ Resource: "arn:aws:s3:::bu*y" }], is: "allowed" },
  { rule: "? in a resource stands for one character", identity: [{ Resource: "arn:aws:s3:::bucket/k?y" }], is: "allowed" },
  { rule: "a bucket is not what is in it", identity: [{ Resource: "arn:aws:s3:::bucket" }], is: "no-identity-policy" },
  {
    rule: "what is in a bucket is not the bucket",
    identity: [{ Resource: "arn:aws:s3:::bucket/*" }],
    on: "arn:aws:s3:::bucket",
    is: "no-identity-policy",
  },
  { rule: "a wildcard of the whole resource part matches", identity: [{ Resource: "arn:aws:s3:::*" }], is: "allowed" },
  {
    rule: "* as region and account matches",
    identity: [{ Resource: "arn:aws:lambda:*:*:function:worker" }],
    on: worker,
    is: "allowed",
  },
  {
    rule: "* at the end of a part reaches over colons",
    identity: [{ Resource: "arn:aws:lambda:*:function:worker" }],
    on: worker,
    is: "allowed",
  },
  {
    rule: "* in the middle of a part does not",
    identity: [{ Resource: "arn:aws:lambda:u*0:function:worker" }],
    on: worker,
    is: "no-identity-policy",
  },
  {
    rule: "? does not stand for a colon between parts",
    identity: [{ Resource: "arn:aws:lambda:us-east-1?000000000000:function:worker" }],
    on: worker,
    is: "no-identity-policy",
  },
  {
    rule: "* in the last part matches its colons",
    identity: [{ Resource: "arn:aws:lambda:us-east-1:000000000000:function:work*" }],
    on: `${worker}:live`,
    is: "allowed",
  },
  {
    rule: "stars of several parts reach over colons together",
    identity: [{ Resource: "arn:*:lambda:*:*:function:work*" }],
    on: `${worker}:live`,
    is: "allowed",
  },
  {
    rule: "a star that reaches over colons stops where the rest matches",
    identity: [{ Resource: "arn:aws:lambda:*:function:w*:live" }],
    on: `${worker}:live`,
    is: "allowed",
  },
  {
    rule: "a resource of many colons is decided on as fast as any",
    identity: [{ Resource: "arn:*:s3:*:*:none" }],
    on: `arn:aws:s3:::bucket/${":a".repeat(500)}`,
    is: "no-identity-policy",
  },
  {
    rule: "a function's ARN is not its alias's",
    identity: [{ Resource: worker }],
    on: `${worker}:live`,
    is: "no-identity-policy",
  },
  {
    rule: "another account is not meant",
    identity: [{ Resource: worker }],
    on: worker.replace("0000:", "0001:"),
    is: "no-identity-policy",
  },
  { rule: "an action without a resource needs *", identity: [{ Resource: "arn:aws:s3:::*" }], on: "*", is: "no-identity-policy" },
  { rule: "an action without a resource is allowed by *", identity: [{}], on: "*", is: "allowed" },
  { rule: "NotResource allows what it does not name", identity: [{ NotResource: "arn:aws:s3:::other/*" }], is: "allowed" },
  {
    rule: "NotResource does not allow what it names",
    identity: [{ NotResource: ["arn:aws:s3:::bucket/*"] }],
    is: "no-identity-policy",
  },
  {
    rule: "NotResource that denies denies all but what it names",
    identity: [{}, { Effect: "Deny", NotResource: "arn:aws:s3:::other/*" }],
    is: "explicit-deny",
  },
  {
    rule: "action and resource have to match in the same statement",
    identity: [{ Action: "s3:PutObject" }, { Resource: "arn:aws:s3:::x" }],
    is: "no-identity-policy",
  },
];

const orderCases: Case[] = [
  { rule: "a deny wins over an allow of the same policy", identity: [{}, { Effect: "Deny" }], is: "explicit-deny" },
  { rule: "a deny that stands first wins as well", identity: [{ Effect: "Deny" }, {}], is: "explicit-deny" },
  { rule: "a deny of another action does not", identity: [{}, { Effect: "Deny", Action: "s3:PutObject" }], is: "allowed" },
  {
    rule: "a deny whose condition does not hold does not",
    identity: [{}, { Effect: "Deny", Condition: { Bool: { k: "true" } } }],
    is: "allowed",
  },
  { rule: "a session policy narrows", identity: [{}], session: [{ Action: "s3:PutObject" }], is: "no-session-policy" },
  {
    rule: "a session policy that allows lets the identity policy decide",
    identity: [{}],
    session: [{ Action: "s3:Get*" }],
    is: "allowed",
  },
  {
    rule: "a session policy allows nothing by itself",
    identity: [{ Action: "s3:PutObject" }],
    session: [{}],
    is: "no-identity-policy",
  },
  { rule: "a session policy can deny", identity: [{}], session: [{}, { Effect: "Deny" }], is: "explicit-deny" },
  { rule: "a boundary narrows", identity: [{}], boundary: [{ Action: "s3:PutObject" }], is: "no-boundary" },
  {
    rule: "a boundary that allows lets the identity policy decide",
    identity: [{}],
    boundary: [{ Action: "s3:*" }],
    is: "allowed",
  },
  { rule: "a boundary allows nothing by itself", boundary: [{}], is: "no-identity-policy" },
  { rule: "a boundary can deny", identity: [{}], boundary: [{}, { Effect: "Deny" }], is: "explicit-deny" },
  {
    rule: "identity, boundary and session policy have all to allow",
    identity: [{}],
    boundary: [{}],
    session: [{}],
    is: "allowed",
  },
  {
    rule: "a missing permission is told before the boundary",
    identity: [{ Action: "x:Y" }],
    boundary: [{ Action: "x:Y" }],
    is: "no-identity-policy",
  },
  { rule: "an empty policy allows nothing", identity: [{ Action: [] }], is: "no-identity-policy" },
  { rule: "nobody is allowed anything by default", principal: anonymous, is: "no-resource-policy" },
];

/** The rules of the evaluator, each with an example. */
export const cases: readonly Case[] = [
  ...actionCases,
  ...resourceCases,
  ...orderCases,
  ...principalCases,
  ...conditionCases,
  ...variableCases,
];

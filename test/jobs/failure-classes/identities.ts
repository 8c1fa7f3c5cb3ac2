import { claimIdentity } from "foyer";
import { type Lab, putItem } from "./lab.ts";
import { fails, type Row, refuses, throttles } from "./row.ts";

const provider = "users.acme.com";
const claim = () => claimIdentity({ provider, table: "users", key: "id" });
const ask = "GetOpenIdTokenForDeveloperIdentity";

/** The identity pool that the step asks, with a developer provider of that name. */
async function identityPool({ local }: Lab, DeveloperProviderName = provider): Promise<void> {
  const pool = await local.call("cognito-identity", "CreateIdentityPool", {
    IdentityPoolName: "lab",
    AllowUnauthenticatedIdentities: false,
    DeveloperProviderName,
  });
  process.env.FOYER_IDENTITY_POOL_ID = (pool as { IdentityPoolId: string }).IdentityPoolId;
}

const record = (lab: Lab, more: object = {}) => putItem(lab, "users", { id: { S: lab.user.userName }, ...more });

export const claimIdentityRows: Row[] = [
  {
    what: "the record is not there yet",
    cases: [{ name: "no record", step: claim, arrange: (lab) => identityPool(lab), ends: "again", says: /no record yet/ }],
  },
  {
    what: "the record names another identity",
    cases: [
      {
        name: "another id",
        step: claim,
        arrange: async (lab) => {
          await identityPool(lab);
          await record(lab, { identityId: { S: "us-east-1:00000000-0000-4000-8000-000000000000" } });
        },
        ends: "parked",
        says: /names another one/,
      },
    ],
  },
  {
    what: "the table is not there",
    cases: [
      {
        name: "a table that nobody made",
        step: () => claimIdentity({ provider, table: "nowhere" }),
        arrange: (lab) => identityPool(lab),
        ends: "parked",
        says: /there must be a table 'nowhere'/,
      },
    ],
  },
  {
    what: "the pool has another provider, or is not there",
    cases: [
      {
        name: "another provider",
        step: claim,
        arrange: (lab) => identityPool(lab, "others.acme.com"),
        ends: "parked",
      },
      {
        name: "no such pool",
        step: claim,
        arrange: () => {
          process.env.FOYER_IDENTITY_POOL_ID = "us-east-1:00000000-0000-4000-8000-000000000000";
        },
        ends: "parked",
        says: /ResourceNotFoundException/,
      },
    ],
  },
  {
    what: "the step may not claim",
    cases: refuses("cognito-identity", ask, claim, "parked", ["AccessDeniedException"]),
  },
  {
    what: "the identity pool or DynamoDB throttles or fails",
    cases: [
      throttles("cognito-identity", ask, claim, "again"),
      ...fails("cognito-identity", ask, claim, "again"),
      ...[throttles("dynamodb", "UpdateItem", claim, "again"), ...fails("dynamodb", "UpdateItem", claim, "again")].map((row) => ({
        ...row,
        arrange: async (lab: Lab) => {
          await identityPool(lab);
          await record(lab);
          await row.arrange?.(lab);
        },
      })),
    ],
  },
];

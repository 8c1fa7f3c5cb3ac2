import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { welcomeEffects } from "../jobs/effects.ts";
import type { Flow, LoadedFlow } from "./flow.ts";
import type { KnownUser } from "./users.ts";

const root = join(import.meta.dirname, "..", "..");
const notice = "Your password was changed";
const company = ({ email }: KnownUser) => (email.endsWith("@example.com") ? "Example" : undefined);
const staff = ({ isStaff }: KnownUser) => (isStaff ? ["Staff"] : []);

const welcomeAndMore: Flow["effects"] = [
  ...welcomeEffects,
  ["cognito-idp", "AdminUpdateUserAttributes"],
  ["sqs", "SendMessage"],
  ["states", "StartExecution"],
];

/** The onboardings that are killed, by name. */
const flows: Record<string, Flow> = {
  welcome: {
    file: "examples/welcome/onboarding.ts",
    hasTwins: true,
    record: { step: "record", table: "cognito_users", email: "useremail" },
    groups: { step: "groups", of: (user) => ["Users", ...staff(user)] },
    attributes: [],
    mails: { welcome: "Welcome", tips: "Three tips", notice },
    later: ["tips"],
    keyed: { joined: { at: "bus", detailType: "UserConfirmed" } },
    effects: welcomeEffects,
  },
  saas: {
    file: "examples/saas/onboarding.ts",
    hasTwins: false,
    record: { step: "account", table: "accounts", email: "email" },
    groups: { step: "plans", of: (user) => ["Members", ...staff(user)] },
    attributes: [{ step: "company", name: "custom:company", of: company }],
    mails: {
      welcome: "Welcome",
      firstProject: "Your first project",
      inviteTeam: "Invite your team",
      mayWeHelp: "May we help?",
      notice,
    },
    later: ["firstProject", "hasProject", "inviteTeam", "mayWeHelp"],
    keyed: {
      workspace: { at: "state machine", stateMachine: "provision-workspace" },
      joined: { at: "bus", detailType: "User Confirmed" },
      team: { at: "queue", queue: "new-accounts" },
    },
    effects: welcomeAndMore,
  },
  "every-step": {
    file: "test/crash/onboardings/every-step.ts",
    hasTwins: false,
    record: { step: "record", table: "every_step", email: "email" },
    groups: { step: "groups", of: (user) => ["Members", ...staff(user)] },
    attributes: [{ step: "company", name: "custom:company", of: company }],
    mails: { welcome: "Welcome", tips: "Three tips", notice },
    later: ["isThere", "tips"],
    keyed: {
      announced: { at: "bus", detailType: "UserConfirmed" },
      company: {
        at: "server outside",
        url: "https://directory.foyer.invalid/",
        message: ({ headers, body }) => ({ id: headers["idempotency-key"] ?? "", sub: body.sub }),
      },
      bus: { at: "bus", detailType: "User Confirmed" },
      segment: {
        at: "server outside",
        url: "https://api.segment.io/",
        message: ({ body }) => ({ id: body.messageId, sub: body.userId }),
      },
      postHog: {
        at: "server outside",
        url: "https://us.i.posthog.com/",
        message: ({ body }) => ({ id: body.uuid, sub: body.distinct_id }),
      },
      amplitude: {
        at: "server outside",
        url: "https://api2.amplitude.com/",
        message: ({ body }) => ({ id: body.events[0].insert_id, sub: body.events[0].user_id }),
      },
      crm: { at: "queue", queue: "crm" },
      billing: { at: "queue", queue: "billing.fifo" },
      workspace: { at: "bus", detailType: "WorkspaceMade" },
      trial: { at: "durable function", functionName: "run-trial" },
      provisioning: { at: "state machine", stateMachine: "provision-workspace" },
      partner: {
        at: "server outside",
        url: "https://partner.example.com/",
        message: ({ headers, body }) => ({ id: headers["webhook-id"] ?? "", sub: body.data.sub }),
      },
    },
    effects: welcomeAndMore,
  },
};

export const flowNames = Object.keys(flows);

/** The flow of one of these names, with what its file says of its steps. */
export async function loadFlow(name: string): Promise<LoadedFlow> {
  const flow = flows[name] as Flow;
  const { default: onboarding } = await import(pathToFileURL(join(root, flow.file)).href);
  return { ...flow, name, steps: onboarding.steps };
}

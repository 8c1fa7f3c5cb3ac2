import {
  addToGroups,
  amplitude,
  callWebhook,
  checkRecord,
  custom,
  enrichUser,
  eventBridge,
  everyone,
  flow,
  html,
  invokeFunction,
  onboarding,
  postHog,
  publishEvent,
  StepSkipped,
  saveUser,
  secretFromSecretsManager,
  segment,
  sendEmail,
  sendToQueue,
  startStateMachine,
  track,
  verifiedEmailAt,
} from "foyer";
import { type Company, company } from "../../../examples/saas/company.ts";

const member = { table: "every_step", key: { pk: ({ sub }: { sub: string }) => `MEMBER#${sub}`, sk: () => "PROFILE" } };
const from = "hello@example.com";
const consent = "not needed";
const body = html`<p>Hello!</p>`;

/** Every step that there is and every destination of `track`, in one onboarding. */
export default onboarding({
  beforeFirstSignIn: {
    record: saveUser({ ...member, record: ({ email }) => ({ email }), mark: "onboarding" }),
    groups: addToGroups({ Members: everyone, Staff: verifiedEmailAt("example.com") }),
    announced: publishEvent({ detailType: "UserConfirmed" }),
  },

  afterwards: flow(
    {
      welcome: sendEmail({ from, subject: "Welcome", html: body, ifUnknown: "resend" }),
      company: enrichUser({
        request: ({ sub, verifiedEmail }) => {
          const domain = verifiedEmail?.split("@")[1];
          if (!domain) throw new StepSkipped("the user has no verified e-mail address");
          return { url: `https://directory.foyer.invalid/companies/${encodeURIComponent(domain)}`, body: { sub } };
        },
        answer: company,
        attributes: { "custom:company": ({ name }: Company) => name },
        unknownUser: [404],
      }),
      bus: track({ to: eventBridge(), consent }),
      segment: track({ to: segment({ writeKey: secretFromSecretsManager("crash/segment") }), consent }),
      postHog: track({ to: postHog({ projectKey: secretFromSecretsManager("crash/posthog") }), consent }),
      amplitude: track({ to: amplitude({ apiKey: secretFromSecretsManager("crash/amplitude") }), consent }),
      crm: sendToQueue({ queue: "crm" }),
      billing: sendToQueue({ queue: "billing.fifo" }),
      workspace: invokeFunction({ functionName: "make-workspace", replay: "keyed" }),
      trial: invokeFunction({ functionName: "run-trial", qualifier: "live", durable: true }),
      provisioning: startStateMachine({ stateMachine: "provision-workspace" }),
      partner: callWebhook({ url: "https://partner.example.com/hooks", secret: secretFromSecretsManager("crash/webhook") }),
      size: custom({ permissions: [], replay: "safe", run: async ({ sub }) => ({ letters: sub.length }) }),
      isThere: checkRecord({ ...member, that: (record) => record?.email !== undefined }),
      tips: sendEmail({ from, subject: "Three tips", html: body, ifUnknown: "assume-sent" }),
    },
    async (_user, { welcome, size, isThere, tips, sleep, ...keyed }) => {
      await welcome();
      await keyed.company();
      await keyed.bus();
      await keyed.segment();
      await keyed.postHog();
      await keyed.amplitude();
      await keyed.crm();
      await keyed.billing();
      await keyed.workspace();
      await keyed.trial();
      await keyed.provisioning();
      await keyed.partner();
      const { letters }: { letters: number } = await size();
      await sleep("3 days");
      if (letters > 0 && (await isThere())) await tips();
    },
    { stopWhen: { unsubscribed: checkRecord({ ...member, that: (record) => record?.mails === "none" }) } },
  ),

  onPasswordReset: {
    notice: sendEmail({ from, subject: "Your password was changed", html: body, ifUnknown: "resend" }),
  },
});

import {
  addToGroups,
  checkRecord,
  enrichUser,
  eventBridge,
  everyone,
  flow,
  onboarding,
  saveUser,
  secretFromSecretsManager,
  segment,
  selfChosenInMetadata,
  sendEmail,
  sendToQueue,
  startStateMachine,
  track,
  verifiedEmailAt,
} from "foyer";
import { account, planOf } from "./account.ts";
import { askDirectory, type Company, company } from "./company.ts";
import { firstProject, inviteTeam, mayWeHelp, passwordChanged, unsubscribe, welcome } from "./mails.ts";

const from = "Acme <hello@example.com>";
const replyTo = "help@example.com";
const ofTheFirstDays = { from, replyTo, kind: "marketing", unsubscribe, ifUnknown: "assume-sent" } as const;

export default onboarding({
  // What the pricing page gives along with the confirmation.
  metadata: ["plan"],

  // Inside Cognito's trigger, together, before the user's first token.
  beforeFirstSignIn: {
    account: saveUser({
      ...account,
      record: (user, { openedAt }) => ({
        type: "account",
        email: user.email,
        plan: planOf(user),
        projects: 0,
        since: new Date(openedAt).toISOString(),
      }),
      mark: "onboarding",
    }),
    plans: addToGroups(
      {
        Members: everyone,
        // Whoever asks for a trial gets one; what is paid for goes by the addresses of those who pay.
        Trial: selfChosenInMetadata("plan", "trial"),
        Enterprise: verifiedEmailAt("globex.example", "initech.example"),
        Staff: verifiedEmailAt("example.com"),
      },
      { open: ["Trial"] },
    ),
  },

  // In the background, through crashes, deployments and days of waiting.
  afterwards: flow(
    {
      welcome: sendEmail({ from, replyTo, subject: "Welcome", html: welcome, ifUnknown: "resend" }),
      company: enrichUser({
        request: askDirectory,
        answer: company,
        attributes: {
          "custom:company": ({ name }: Company) => name,
          "custom:seats": ({ seats }: Company) => seats,
        },
        types: { "custom:seats": "Number" },
        // The directory knows better than whoever signed up.
        overwrite: ["custom:company", "custom:seats"],
        unknownUser: [404],
      }),
      workspace: startStateMachine({
        stateMachine: "provision-workspace",
        input: (user) => ({ plan: planOf(user), seats: Number(user.attributes["custom:seats"] ?? 1) }),
      }),
      joined: track({
        to: eventBridge(),
        consent: "not needed",
        attributes: ["custom:seats"],
        properties: (user) => ({ plan: planOf(user), seats: Number(user.attributes["custom:seats"] ?? 1) }),
      }),
      analytics: track({
        to: segment({ writeKey: secretFromSecretsManager("analytics/segment"), region: "eu" }),
        consent: "custom:analytics",
        properties: (user) => ({ plan: planOf(user) }),
      }),
      // The team hears of it where it works: a function posts what is in this queue.
      team: sendToQueue({
        queue: "new-accounts",
        message: (user) => ({ plan: planOf(user), company: user.attributes["custom:company"] }),
      }),
      firstProject: sendEmail({ ...ofTheFirstDays, subject: "Your first project", html: firstProject }),
      hasProject: checkRecord({ ...account, that: (record) => Number(record?.projects ?? 0) > 0 }),
      inviteTeam: sendEmail({ ...ofTheFirstDays, subject: "Invite your team", html: inviteTeam }),
      mayWeHelp: sendEmail({ ...ofTheFirstDays, subject: "May we help?", html: mayWeHelp }),
    },
    async (_user, { welcome, company, workspace, joined, analytics, team, sleep, ...firstDays }) => {
      await welcome();
      await company();
      await workspace();
      await joined();
      await analytics();
      await team();
      await sleep("1 day");
      await firstDays.firstProject();
      await sleep("2 days");
      if (await firstDays.hasProject()) await firstDays.inviteTeam();
      else await firstDays.mayWeHelp();
    },
    // Whoever unsubscribes, is disabled or deleted gets nothing more.
    { stopWhen: { unsubscribed: checkRecord({ ...account, that: (record) => record?.mails === "none" }) } },
  ),

  // After each password reset, and never together with the above.
  onPasswordReset: {
    notice: sendEmail({
      from: "Acme <security@example.com>",
      replyTo,
      subject: "Your password was changed",
      html: passwordChanged,
      ifUnknown: "resend",
    }),
  },
});

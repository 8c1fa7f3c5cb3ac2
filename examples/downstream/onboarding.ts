import {
  callWebhook,
  invokeFunction,
  onboarding,
  publishEvent,
  secretFromSecretsManager,
  sendToQueue,
  startStateMachine,
} from "foyer";

// What other systems hear of a new user. Each message has an `id` that is the same however often it is sent, by which they de-duplicate.
export default onboarding({
  afterwards: {
    // To whoever has a rule for it.
    announced: publishEvent({ detailType: "UserConfirmed" }),

    // One consumer, at its own pace.
    crm: sendToQueue({ queue: "crm", message: (user) => ({ email: user.verifiedEmail, name: user.name }) }),

    // In order for each user, and dropped by SQS if it comes twice within five minutes.
    billing: sendToQueue({ queue: "billing.fifo", message: () => ({ plan: "free" }) }),

    // A function that makes what the user works in, and knows by the `id` whom it has made one for.
    workspace: invokeFunction({ functionName: "make-workspace", replay: "keyed", timeoutMs: 30_000 }),

    // A durable function, which Lambda starts once for the user and which goes on by itself.
    trial: invokeFunction({ functionName: "run-trial", qualifier: "live", durable: true }),

    // A workflow of many services, of which Step Functions starts one for the user.
    provisioning: startStateMachine({ stateMachine: "provision-workspace", input: () => ({ size: "small" }) }),

    // A server of somebody else, which checks the signature by the secret that both have.
    partner: callWebhook({
      url: "https://partner.example.com/hooks/users",
      secret: secretFromSecretsManager("partner/webhook"),
      data: (user) => ({ email: user.verifiedEmail }),
    }),
  },
});

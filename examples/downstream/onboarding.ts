import { onboarding, publishEvent, sendToQueue } from "foyer";

// What other systems hear of a new user. Each message has an `id` that is the same however often it is sent, by which they de-duplicate.
export default onboarding({
  afterwards: {
    // To whoever has a rule for it.
    announced: publishEvent({ detailType: "UserConfirmed" }),

    // One consumer, at its own pace.
    crm: sendToQueue({ queue: "crm", message: (user) => ({ email: user.verifiedEmail, name: user.name }) }),

    // In order for each user, and dropped by SQS if it comes twice within five minutes.
    billing: sendToQueue({ queue: "billing.fifo", message: () => ({ plan: "free" }) }),
  },
});

import { enrichUser, onboarding, secretFromEnvironment } from "foyer";

/** What another system says is to be in the first token. */
export default onboarding({
  beforeFirstSignIn: {
    plan: enrichUser({
      secrets: { address: secretFromEnvironment("TEST_RECEIVER_URL") },
      request: ({ sub }, { secrets }) => ({ url: `${secrets.address}/plans/${sub}` }),
      answer: (body) => ({ plan: String((body as { plan: string }).plan) }),
      attributes: { "custom:plan": ({ plan }) => plan },
    }),
  },
});

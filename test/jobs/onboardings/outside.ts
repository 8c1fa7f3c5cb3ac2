import { callWebhook, enrichUser, onboarding, secretFromSecretsManager } from "foyer";

/** Another system that knows the user, and one that is told of them; neither is there. */
export default onboarding({
  afterwards: {
    tier: enrichUser({
      request: ({ sub }) => ({ url: `https://crm.example.com/people/${sub}` }),
      answer: (body) => body as { tier: string },
      attributes: { "custom:tier": ({ tier }) => tier },
      unknownUser: [404],
    }),
    partner: callWebhook({ url: "https://partner.example.com/hooks", secret: secretFromSecretsManager("partner") }),
  },
});

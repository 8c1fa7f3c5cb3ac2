import { amplitude, enrichUser, onboarding, postHog, secretFromEnvironment, segment, track } from "foyer";

// Reads nothing of the other services but where the test's own server stands.
const address = secretFromEnvironment("TEST_RECEIVER_URL");
const writeKey = secretFromEnvironment("TEST_WRITE_KEY");
const endpoint = () => process.env.TEST_RECEIVER_URL ?? "";
const told = { consent: "custom:analytics", attributes: ["custom:tier"] } as const;

/** Everything that calls a server of others, each at a path of its own of the test's server. */
export default onboarding({
  retryHorizon: "10 minutes",
  afterwards: {
    crm: enrichUser({
      secrets: { address },
      request: ({ email }, { secrets, key }) => ({ url: `${secrets.address}/crm`, body: { email: email ?? "", reference: key } }),
      answer: (body) => ({ tier: String((body as { tier: string }).tier) }),
      attributes: { "custom:tier": ({ tier }) => tier },
    }),
    segment: track({
      to: segment({ writeKey, endpoint }),
      ...told,
      properties: ({ attributes }) => ({ tier: attributes["custom:tier"] }),
    }),
    postHog: track({ to: postHog({ projectKey: writeKey, endpoint }), ...told }),
    amplitude: track({ to: amplitude({ apiKey: writeKey, endpoint }), ...told }),
  },
});

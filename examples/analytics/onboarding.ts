import {
  amplitude,
  type ConfirmedUser,
  enrichUser,
  eventBridge,
  onboarding,
  postHog,
  StepSkipped,
  secretFromSecretsManager,
  segment,
  type TrackedUser,
  track,
} from "foyer";
import { type Company, company } from "./company.ts";
import { directory } from "./directory.ts";

/** The domain of an address that Cognito has verified. */
function domainOf({ verifiedEmail }: ConfirmedUser): string {
  const domain = verifiedEmail?.split("@")[1];
  if (!domain) throw new StepSkipped("the user has no verified e-mail address");
  return encodeURIComponent(domain);
}

// What leaves the user pool: two attributes by name, and the sub. No address, no name.
const words = {
  attributes: ["custom:industry", "custom:seats"],
  properties: ({ attributes }: TrackedUser<"custom:industry" | "custom:seats">) => ({
    industry: attributes["custom:industry"],
    seats: Number(attributes["custom:seats"] ?? 1),
  }),
} as const;

export default onboarding({
  afterwards: {
    // What a directory of companies knows goes into two attributes of the user, which foyer dev adds to the pool.
    company: enrichUser({
      request: async (user) => ({ url: `${await directory()}/companies/${domainOf(user)}` }),
      answer: company,
      attributes: {
        "custom:industry": ({ industry }: Company) => industry,
        "custom:seats": ({ seats }: Company) => seats,
      },
      types: { "custom:seats": "Number" },
      // The directory knows better than whoever signed up.
      overwrite: ["custom:industry", "custom:seats"],
      unknownUser: [404],
    }),

    // To a bus of one's own, for which nobody needs to be asked.
    bus: track({ to: eventBridge(), consent: "not needed", ...words }),

    // To others, if the user has ticked the box in the sign-up form, or has not unticked it.
    segment: track({
      to: segment({ writeKey: secretFromSecretsManager("analytics/segment"), region: "eu" }),
      consent: "custom:analytics",
      ...words,
    }),
    postHog: track({
      to: postHog({ projectKey: secretFromSecretsManager("analytics/posthog"), region: "eu" }),
      consent: "custom:analytics",
      ...words,
    }),
    amplitude: track({
      to: amplitude({ apiKey: secretFromSecretsManager("analytics/amplitude"), region: "eu" }),
      consent: ({ attributes }) => attributes["custom:analytics"] !== "false",
      ...words,
    }),
  },
});

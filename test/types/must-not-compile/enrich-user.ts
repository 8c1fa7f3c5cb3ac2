import { enrichUser, secretFromEnvironment } from "foyer";

const request = () => ({ url: "https://crm.example.com/people" });
const answer = (body: unknown) => body as { tier: string; since: Date };

enrichUser({
  request,
  answer,
  attributes: {
    // @must-not-compile: only Cognito says what is verified
    email_verified: () => "true",
  },
});

enrichUser({
  request,
  answer,
  attributes: {
    // @must-not-compile: nobody else changes what one signs in with
    email: () => "ann@example.com",
  },
});

enrichUser({
  request,
  answer,
  attributes: {
    // @must-not-compile: what the check does not promise is not there
    "custom:tier": ({ level }) => level,
    // @must-not-compile: an attribute is a text, a number or a boolean
    "custom:since": ({ since }) => since,
  },
});

// @must-not-compile: an answer that nobody checks is not used
enrichUser({ request, attributes: { "custom:tier": () => "pro" } });

enrichUser({
  request,
  answer,
  attributes: { "custom:tier": ({ tier }) => tier },
  // @must-not-compile: what Cognito keeps is not overwritten either
  overwrite: ["sub"],
});

enrichUser({
  secrets: { token: secretFromEnvironment("CRM_TOKEN") },
  // @must-not-compile: a secret that is not declared is not there
  request: (_user, { secrets }) => ({ url: "https://crm.example.com", headers: { authorization: secrets.key } }),
  answer,
  attributes: { "custom:tier": ({ tier }) => tier },
});

// @must-not-compile: a secret is never written in the code
enrichUser({ request, answer, attributes: { "custom:tier": ({ tier }) => tier }, secrets: { token: "t0ken" } });

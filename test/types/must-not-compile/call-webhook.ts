import { callWebhook, secretFromEnvironment } from "foyer";

callWebhook({
  url: "https://hooks.example.com/foyer",
  // @must-not-compile: a secret does not stand in the code
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
});

// @must-not-compile: nor is a webhook sent without a signature
callWebhook({ url: "https://hooks.example.com/foyer" });

callWebhook({
  url: "https://hooks.example.com/foyer",
  secret: secretFromEnvironment("WEBHOOK_SECRET"),
  // @must-not-compile: a webhook is plain JSON, and a Map is not
  data: () => ({ groups: new Map() }),
});

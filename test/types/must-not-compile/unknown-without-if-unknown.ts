import { custom, html, sendEmail } from "foyer";

// @must-not-compile: a mail says what happens when nobody can tell whether it was sent
sendEmail({ from: "hello@example.com", subject: "Welcome", html: html`<p>Hi</p>` });

// @must-not-compile: as does every other step of that kind
custom({ permissions: [], replay: "unknown", run: async () => {} });

// @must-not-compile: and only they
custom({ permissions: [], replay: "safe", ifUnknown: "resend", run: async () => {} });

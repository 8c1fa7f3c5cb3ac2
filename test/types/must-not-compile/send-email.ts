import { html, sendEmail } from "foyer";

const common = { from: "hello@example.com", ifUnknown: "resend" } as const;
const body = html`<p>Hi</p>`;

// @must-not-compile: a mail that is not transactional can be ended by one click
sendEmail({ from: "hello@example.com", ifUnknown: "resend", kind: "marketing", subject: "Tips", html: html`<p>Hi</p>` });

// @must-not-compile: and one that is transactional cannot
sendEmail({ ...common, subject: "Reset", html: body, unsubscribe: () => "https://example.com/stop" });

// @must-not-compile: text that nobody escaped is no HTML
sendEmail({ ...common, subject: "Hi", html: "<p>Hi</p>" });

// @must-not-compile: a template of SES has its own subject
sendEmail({ ...common, template: "welcome", subject: "Hi" });

// @must-not-compile: a mail has a content
sendEmail({ ...common, subject: "Hi" });

import { type ConfirmedUser, html } from "foyer";

/** Sent once the user has confirmed. Whatever a user calls themself is escaped. */
export const welcome = (user: ConfirmedUser) => html`
  <h1>Welcome, ${user.name ?? "friend"}!</h1>
  <p>Your account is ready. <a href="https://example.com/start">Start here</a>.</p>
`;

/** Sent three days later. */
export const tips = (user: ConfirmedUser) => html`
  <p>Hello ${user.name ?? "again"}, three things that others found too late:</p>
  <ul>
    <li>Invite a colleague: two see more than one.</li>
    <li>Turn on a second factor in your settings.</li>
    <li>Answer this mail. A person reads it.</li>
  </ul>
`;

/** Sent after a password reset. */
export const changed = (user: ConfirmedUser) => html`
  <p>Hello ${user.name ?? "there"}, the password of your account was changed just now.</p>
  <p>If that was not you, <a href="https://example.com/help">tell us at once</a>.</p>
`;

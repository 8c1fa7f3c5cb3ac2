import { type ConfirmedUser, type Html, html } from "foyer";
import { planOf } from "./account.ts";

/** The page where one request ends the mails of the first days. A real one would bear a signature instead of the bare `sub`. */
export const unsubscribe = ({ sub }: ConfirmedUser) => `https://example.com/unsubscribe?account=${encodeURIComponent(sub)}`;

const page = (words: Html) => html`
  <div style="max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; font: 16px/1.6 system-ui, sans-serif; color: #222">${words}</div>`;

const ofTheFirstDays = (words: Html) => (user: ConfirmedUser) =>
  page(html`
  <p>Hello ${user.name ?? "there"},</p>
  ${words}
  <p><small><a href="${unsubscribe(user)}">No more of these mails</a></small></p>`);

/** At once, and to everybody. */
export const welcome = (user: ConfirmedUser) =>
  page(html`
  <h1>Welcome, ${user.name ?? "friend"}!</h1>
  <p>${
    planOf(user) === "trial"
      ? "Your trial has begun: everything is open to you for fourteen days."
      : "Your account is ready. It is free for as long as you like."
  }</p>
  <p><a href="https://example.com/workspace">Open your workspace</a></p>`);

/** After a day. */
export const firstProject = ofTheFirstDays(
  html`<p>a project is where everything else lives. <a href="https://example.com/projects/new">Make your first one</a>.</p>`,
);

/** After three days, to whoever has a project. */
export const inviteTeam = ofTheFirstDays(
  html`<p>your project is better with company. <a href="https://example.com/team/invite">Invite your team</a>.</p>`,
);

/** After three days, to whoever has none. */
export const mayWeHelp = ofTheFirstDays(html`<p>are you stuck? Answer this mail. A person reads it.</p>`);

/** After a password reset. */
export const passwordChanged = (user: ConfirmedUser) =>
  page(html`
  <p>Hello ${user.name ?? "there"}, the password of your account was changed just now.</p>
  <p>If that was not you, <a href="https://example.com/help">tell us at once</a>.</p>`);

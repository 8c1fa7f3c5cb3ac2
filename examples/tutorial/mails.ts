import { type ConfirmedUser, type Html, html } from "foyer";

/** The page where one request ends the tutorial. A real one would bear a signature instead of the bare `sub`. */
export const unsubscribe = ({ sub }: ConfirmedUser) => `https://example.com/unsubscribe?member=${encodeURIComponent(sub)}`;

const reminder = (words: Html) => (user: ConfirmedUser) =>
  html`
  <p>Hello ${user.name ?? "there"},</p>
  ${words}
  <p><small><a href="${unsubscribe(user)}">No more of these mails</a></small></p>
`;

/** At once, and to everybody. */
export const welcome = (user: ConfirmedUser) => html`
  <h1>Welcome, ${user.name ?? "friend"}!</h1>
  <p>The tutorial takes ten minutes. <a href="https://example.com/tutorial">Begin here</a>.</p>
`;

/** After a day. */
export const basics = reminder(
  html`<p>a project is where everything else lives. <a href="https://example.com/new">Make one</a>.</p>`,
);

/** After three days. */
export const nudge = reminder(html`<p>the next step of the tutorial takes two minutes.</p>`);

/** After a week. */
export const help = reminder(html`<p>are you stuck? Answer this mail. A person reads it.</p>`);

/** After two weeks. */
export const farewell = reminder(html`<p>we shall not ask again. The tutorial stays where it is.</p>`);

/** Instead of the next reminder, to whoever has finished. */
export const wellDone = reminder(
  html`<p>you have finished the tutorial. <a href="https://example.com/next">What comes next</a>.</p>`,
);

import { type ConfirmedUser, html } from "foyer";

/** Every value is escaped by the `html` tag. */
export const welcome = ({ name = "there" }: ConfirmedUser) => html`
  <div style="max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; font: 16px/1.6 system-ui, sans-serif; color: #222">
    <h1 style="font-size: 1.5rem">Welcome, ${name}!</h1>
    <p>Your account is ready. Your first call with us is in the calendar file that comes with this mail.</p>
    <p><a href="https://example.com/start" style="background: #0b57d0; color: #fff; padding: 0.6rem 1.1rem; border-radius: 8px; text-decoration: none">Start here</a></p>
  </div>`;

/** Stands for what React Email's `render` or MJML gives: finished HTML, which escapes by itself. */
export async function guide({ sub }: ConfirmedUser): Promise<string> {
  return `<!doctype html><html><body><h1>The guide</h1><p><a href="https://example.com/guide?u=${sub}">Read it here</a></p></body></html>`;
}

export const tips = ({ sub }: ConfirmedUser) => html`
  <h1>Three tips</h1>
  <ol><li>Invite your team.</li><li>Connect your calendar.</li><li>Ask us anything.</li></ol>
  <p><a href="https://example.com/unsubscribe?u=${sub}">No more tips</a></p>`;

export function firstCall({ sub }: ConfirmedUser) {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//example.com//welcome//EN",
    "BEGIN:VEVENT",
    `UID:${sub}@example.com`,
    "DTSTAMP:20260101T000000Z",
    "DTSTART:20260105T100000Z",
    "SUMMARY:Your first call with us",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ];
  return [{ fileName: "first-call.ics", contentType: "text/calendar", content: lines.join("\r\n") }];
}

import { custom, flow, html, onboarding, sendEmail } from "foyer";

/** Steps of one's own: the result of one decides what the next does, and no attempt before the third succeeds. */
export default onboarding({
  metadata: ["recorder"],
  afterwards: flow(
    {
      lookUp: custom({
        permissions: [],
        replay: "safe",
        run: async (user, { part }: { part: "domain" }, { attempt }) => {
          if (attempt < 3) throw new Error("the directory is closed");
          return { [part]: user.verifiedEmail?.split("@")[1] ?? "", attempt };
        },
      }),
      mark: custom({
        permissions: [],
        replay: "keyed",
        run: async (user, { domain }: { domain: string }, { key, step, attempt }) => {
          const body = JSON.stringify({ event: { domain, step, attempt, origin: user.origin }, requestId: key });
          await fetch(user.metadata.recorder as string, { method: "POST", body });
        },
      }),
      welcome: sendEmail({ from: "hello@acme.com", subject: "Welcome", html: html`<p>Hello</p>`, ifUnknown: "assume-sent" }),
    },
    async (_user, { lookUp, mark, welcome }) => {
      const { domain } = await lookUp({ part: "domain" });
      await mark({ domain: domain as string });
      if (domain === "acme.com") await welcome();
    },
  ),
});

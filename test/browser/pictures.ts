import type { LocalAws } from "@foyer/local";
import type { Page } from "playwright-core";
import type { TestBrowser } from "./test-browser.ts";
import { deliverWelcome } from "./test-mails.ts";
import { signIn, signUp } from "./test-users.ts";

/** A page to take a picture of. */
export interface Picture {
  name: string;
  /** Makes what it shows. @returns what its address is made of */
  prepare?: (browser: TestBrowser) => Promise<Record<string, string>>;
  hash: string | ((state: Record<string, string>) => string);
  /** Resolves once it shows it. */
  wait: (page: Page) => Promise<void>;
}

/** Every picture, in the order of its story: each builds on those before. */
export const pictures: Picture[] = [
  { name: "sign-ups-empty", hash: "#/", wait: (page) => page.getByText("Nobody has signed up yet").waitFor() },
  {
    name: "sign-ups",
    async prepare(browser) {
      const { local, pool } = browser.dev;
      const done = await signUp(browser, "grace@example.org", { name: "Grace Hopper" });
      await local.idle();
      local.clock.advance(3 * 86_400_000);
      await local.idle();
      await signUp(browser, "katherine@example.com", { name: "Katherine Johnson" });
      local.faults.add({ service: "events", operation: "PutEvents", kind: "error", name: "AccessDeniedException" });
      await signUp(browser, "alan@example.org", { name: "Alan Turing" });
      await local.idle();
      local.faults.clear();
      await local.call("cognito-idp", "AdminCreateUser", { UserPoolId: pool.userPoolId, Username: "mary@example.org" });
      await signUp(browser, "edsger@example.org", { confirm: false });
      await signUp(browser, "ada@example.com", { name: "Ada Lovelace" });
      await signIn(browser, "ada@example.com");
      await local.idle();
      return { done };
    },
    hash: "#/",
    wait: (page) => page.getByText("ada@example.com").waitFor(),
  },
  {
    name: "user",
    prepare: async ({ dev: { local } }) => ({ sub: subOf(local, "ada@example.com") }),
    hash: ({ sub = "" }) => `#/users/${sub}`,
    wait: (page) => page.getByRole("button", { name: /^welcome/ }).waitFor(),
  },
  {
    name: "user-step",
    prepare: async ({ dev: { local } }) => ({ sub: subOf(local, "alan@example.org") }),
    hash: ({ sub = "" }) => `#/users/${sub}?row=step-afterwards-joined`,
    wait: (page) => page.getByRole("region", { name: "Details of joined" }).waitFor(),
  },
  {
    name: "user-three-attempts",
    async prepare(browser) {
      const { local } = browser.dev;
      local.faults.add({ functionName: "foyer-trigger", kind: "latency", ms: 5600, count: 2 });
      const sub = await signUp(browser, "barbara@example.org", { name: "Barbara Liskov" });
      await local.idle({ timeoutMs: 30_000 });
      return { sub };
    },
    hash: ({ sub = "" }) => `#/users/${sub}`,
    wait: (page) => page.getByRole("button", { name: /^welcome/ }).waitFor(),
  },
  {
    name: "user-complete",
    prepare: async ({ dev: { local } }) => ({ sub: subOf(local, "grace@example.org") }),
    hash: ({ sub = "" }) => `#/users/${sub}`,
    wait: (page) => page.getByRole("button", { name: /^tips/ }).waitFor(),
  },
  ...["ledger", "events", "tokens", "profile"].map(
    (tab): Picture => ({
      name: `user-${tab}`,
      prepare: async ({ dev: { local } }) => ({ sub: subOf(local, "ada@example.com") }),
      hash: ({ sub = "" }) => `#/users/${sub}?tab=${tab}`,
      wait: (page) => page.locator(".user-panel").waitFor(),
    }),
  ),
  {
    name: "inbox",
    async prepare({ dev: { local } }) {
      return { mail: deliverWelcome(local, "ada@example.com") };
    },
    hash: ({ mail = "" }) => `#/inbox/${mail}`,
    wait: (page) => page.locator("iframe").waitFor(),
  },
  {
    name: "try-it",
    prepare: async ({ dev: { local } }) => ({ sub: subOf(local, "ada@example.com") }),
    hash: ({ sub = "" }) => `#/try-it?user=${sub}`,
    wait: (page) => page.getByRole("heading", { name: "Try it" }).waitFor(),
  },
  {
    name: "faults",
    async prepare({ dev: { local } }) {
      local.faults.add({ service: "dynamodb", kind: "throttle", probability: 1 / 3 });
      local.faults.add({ service: "sesv2", operation: "SendEmail", kind: "reply-lost" });
      return {};
    },
    hash: "#/faults",
    wait: (page) => page.getByRole("heading", { name: "Faults and clock" }).waitFor(),
  },
  ...["functions", "data", "access"].map(
    (name): Picture => ({ name, hash: `#/${name}`, wait: (page) => page.locator("main h1").waitFor() }),
  ),
];

/** The `sub` of who has an address. */
function subOf(local: LocalAws, email: string): string {
  return local.cognito.users.newest({ search: email, offset: 0, limit: 1 }).users[0]?.sub ?? "";
}

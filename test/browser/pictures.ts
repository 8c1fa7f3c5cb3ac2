import type { Page } from "playwright-core";
import type { TestBrowser } from "./test-browser.ts";
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
];

import { type ConfirmedUser, StepSkipped } from "foyer";

/** What the directory of companies says of one. */
export interface Company {
  name: string;
  seats: number;
}

/** Checks an answer of the directory. A schema of zod, valibot or arktype does the same in one line. */
export function company(answer: unknown): Company {
  const { name, seats } = (answer ?? {}) as Partial<Company>;
  if (typeof name !== "string" || typeof seats !== "number") throw new TypeError("that is no company");
  return { name, seats };
}

/** The question about a user's company, by the domain of the address that Cognito has verified. */
export async function askDirectory({ verifiedEmail }: ConfirmedUser): Promise<{ url: string }> {
  const domain = verifiedEmail?.split("@")[1];
  if (!domain) throw new StepSkipped("the user has no verified e-mail address");
  // Loaded when it is asked: nothing of it is in the trigger's way.
  const { directory } = await import("./directory.ts");
  return { url: `${await directory()}/companies/${encodeURIComponent(domain)}` };
}

/** What the directory says of a company. */
export interface Company {
  industry: string;
  seats: number;
}

/** Checks an answer of the directory. A schema of zod, valibot or arktype does the same in one line. */
export function company(answer: unknown): Company {
  const { industry, seats } = (answer ?? {}) as Partial<Company>;
  if (typeof industry !== "string" || typeof seats !== "number") throw new TypeError("that is no company");
  return { industry, seats };
}

import type { StandIn } from "@foyer/local";

/** What stands in for the directory that `onboardings/every-step.ts` asks: it knows one company. */
export const directory: readonly StandIn[] = [
  { id: "company", url: "https://directory.foyer.invalid/companies/example.com", body: { name: "Example", seats: 42 } },
  { id: "no-company", url: "https://directory.foyer.invalid/*", status: 404 },
];

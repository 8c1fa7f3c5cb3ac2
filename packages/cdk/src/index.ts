export { EntryError } from "./bundle.ts";
export type { IdentityProps } from "./identity/user-identities.ts";
export type { Makeable } from "./named-resources.ts";
export { Onboarding, type OnboardingProps } from "./onboarding.ts";

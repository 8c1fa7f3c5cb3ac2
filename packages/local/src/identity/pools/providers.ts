import type { PoolSettings } from "./identity-pools.ts";

/** What vouches for a user to a pool. */
export type Provider =
  | { kind: "user-pool"; name: string; clientIds: string[]; checkedClients: string[] }
  /** `audiences` absent: any. */
  | { kind: "oidc"; name: string; audiences?: string[] }
  | { kind: "developer"; name: string }
  /** One whose tokens cannot be verified here. */
  | { kind: "other"; name: string };

// Of the providers with a name of their own, those that hand out OpenID tokens.
const openIdIssuers: ReadonlySet<string> = new Set(["accounts.google.com", "appleid.apple.com"]);

/** The providers of a pool, named as in `Logins`. */
export function providersOf(settings: PoolSettings): Provider[] {
  const userPools = Map.groupBy(settings.CognitoIdentityProviders ?? [], ({ ProviderName = "" }) => ProviderName);
  return [
    ...Array.from(userPools, ([name, clients]): Provider => {
      const ids = (some: typeof clients) => some.map(({ ClientId = "" }) => ClientId);
      const checked = clients.filter(({ ServerSideTokenCheck }) => ServerSideTokenCheck);
      return { kind: "user-pool", name, clientIds: ids(clients), checkedClients: ids(checked) };
    }),
    ...(settings.OpenIdConnectProviderARNs ?? []).map((arn): Provider => ({ kind: "oidc", name: oidcName(arn) })),
    ...Object.entries(settings.SupportedLoginProviders ?? {}).map(
      ([name, ids]): Provider =>
        openIdIssuers.has(name) ? { kind: "oidc", name, audiences: ids.split(";") } : { kind: "other", name },
    ),
    ...(settings.SamlProviderARNs ?? []).map((name): Provider => ({ kind: "other", name })),
    ...(settings.DeveloperProviderName === undefined
      ? []
      : [{ kind: "developer" as const, name: settings.DeveloperProviderName }]),
  ];
}

/** `arn:aws:iam::…:oidc-provider/idp.example.com` as `Logins` have it: `idp.example.com`. */
export function oidcName(arnOrName: string): string {
  return arnOrName.replace(/^arn:[\w-]+:iam::\d*:oidc-provider\//, "");
}

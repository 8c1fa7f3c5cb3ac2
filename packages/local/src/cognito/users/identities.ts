/** One account of a user at an identity provider, as the attribute `identities` lists it. */
export interface Identity {
  userId: string;
  providerName: string;
  providerType: string;
  issuer: string | null;
  primary: boolean;
  /** Milliseconds since the epoch. */
  dateCreated: number;
}

const socialProviders = ["Facebook", "Google", "LoginWithAmazon", "SignInWithApple"];

/** The identity behind the username that Cognito gives a federated user, `<provider>_<the user's id there>`; undefined for another. */
export function identityOf(username: string, dateCreated: number): Identity | undefined {
  const [, providerName, userId] = /^([^_]+)_(.+)$/.exec(username) ?? [];
  if (!providerName || !userId) return undefined;
  const providerType = socialProviders.includes(providerName) ? providerName : "OIDC";
  return { userId, providerName, providerType, issuer: null, primary: true, dateCreated };
}

/** The attribute is a text in the pool and in events; in the ID token it is a list whose members are texts. */
export function identitiesClaim(attribute: string): Record<string, string | null>[] {
  const identities: Identity[] = JSON.parse(attribute);
  return identities.map((one) => ({ ...one, primary: String(one.primary), dateCreated: String(one.dateCreated) }));
}

import {
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  ListIdentitiesCommand,
  UnlinkIdentityCommand,
} from "@aws-sdk/client-cognito-identity";
import type { Attempt } from "./attempt.ts";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token with other claims and the signature of before. */
function withClaims(token: string, claims: object, header?: object): string {
  const [head = "", payload = "", signature = ""] = token.split(".");
  const before = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  return [header ? encode(header) : head, encode({ ...before, ...claims }), header ? "" : signature].join(".");
}

/** The credentials of the one for the identity of the other: allowed for the own identity alone. */
export const ownIdentityAttempts: Record<string, Attempt> = {
  "credentials by id": (_, me, { user }) =>
    me.identity.send(new GetCredentialsForIdentityCommand({ IdentityId: user.identityId, Logins: me.logins })),
};

/** Nobody may do these: neither the other user nor the identity's own, who has no more than a token. */
export const deniedIdentityAttempts: Record<string, Attempt> = {
  "credentials without a login": (_, me, { user }) =>
    me.identity.send(new GetCredentialsForIdentityCommand({ IdentityId: user.identityId })),
  "a token without a login": (_, me, { user }) => me.identity.send(new GetOpenIdTokenCommand({ IdentityId: user.identityId })),
  "unlink without a login": (_, me, { user }) =>
    me.identity.send(
      new UnlinkIdentityCommand({ IdentityId: user.identityId, Logins: {}, LoginsToRemove: Object.keys(user.logins) }),
    ),
  "a swapped sub": ({ identityPoolId }, me, { user }) => {
    const [[provider, token]] = Object.entries(me.logins) as [[string, string]];
    const Logins = { [provider]: withClaims(token, { sub: user.sub, swapped: true }) };
    return me.identity.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins }));
  },
  "an unsigned token": (_, me, { user }) => {
    const [[provider, token]] = Object.entries(me.logins) as [[string, string]];
    const Logins = { [provider]: withClaims(token, { sub: user.sub }, { alg: "none", typ: "JWT" }) };
    return me.identity.send(new GetCredentialsForIdentityCommand({ IdentityId: user.identityId, Logins }));
  },
  "an access token": (_, me, { user }) => {
    const [provider = ""] = Object.keys(user.logins);
    const Logins = { [provider]: user.tokens.AccessToken };
    return me.identity.send(new GetCredentialsForIdentityCommand({ IdentityId: user.identityId, Logins }));
  },
  "describe identity": (_, me, { user }) => me.identity.send(new DescribeIdentityCommand({ IdentityId: user.identityId })),
  "list identities": ({ identityPoolId }, me) =>
    me.identity.send(new ListIdentitiesCommand({ IdentityPoolId: identityPoolId, MaxResults: 60 })),
  "delete identity": (_, me, { user }) =>
    me.identity.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [user.identityId] })),
};

/** Only of another user's identity, as it would take the own one away for good. */
export const foreignIdentityAttempts: Record<string, Attempt> = {
  "unlink by id": (_, me, { user }) =>
    me.identity.send(
      new UnlinkIdentityCommand({ IdentityId: user.identityId, Logins: me.logins, LoginsToRemove: Object.keys(me.logins) }),
    ),
};

import { useSignal } from "@preact/signals";
import { type Claims, decodeToken } from "../../claims.ts";
import { now } from "../../live.ts";
import { amount } from "../../times.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Table } from "../../ui/table.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { meaningOf, wordsOf } from "./claim-words.ts";
import type { Tokens } from "./sign-in.ts";

export interface TokensViewProps {
  /** Absent after a reload: tokens are kept nowhere. */
  tokens: Tokens | undefined;
  claims: Claims | undefined;
  busy: boolean;
  onRefresh: () => void;
}

/** What the tokens of a sign-in say, claim by claim, and how long they are good. */
export function TokensView({ tokens, claims, busy, onRefresh }: TokensViewProps) {
  const chosen = useSignal("id");
  return (
    <section class="try-it-tokens" aria-label="Tokens">
      <Tabs
        label="Tokens"
        chosen={chosen.value}
        onChoose={(id) => {
          chosen.value = id;
        }}
        tabs={[
          { id: "id", label: "ID token", panel: () => <OneToken name="ID token" token={tokens?.IdToken} claims={claims?.id} /> },
          {
            id: "access",
            label: "Access token",
            panel: () => <OneToken name="access token" token={tokens?.AccessToken} claims={claims?.access} />,
          },
          {
            id: "refresh",
            label: "Refresh token",
            panel: () => (
              <div class="try-it-form">
                <p>
                  It is opaque, also to you: Cognito gives new tokens for it. Attributes and groups that changed meanwhile are in
                  them.
                </p>
                <div class="try-it-tools">
                  <Button icon="again" busy={busy} disabled={!tokens?.RefreshToken} onClick={onRefresh}>
                    Refresh the tokens
                  </Button>
                  {!tokens && <span class="quiet">A reload has forgotten it: sign in again.</span>}
                </div>
              </div>
            ),
          },
        ]}
      />
    </section>
  );
}

function OneToken({
  name,
  token,
  claims,
}: {
  name: string;
  token: string | undefined;
  claims: Record<string, unknown> | undefined;
}) {
  if (!claims) return null;
  const header = token ? decodeToken(token)?.header : undefined;
  const expiresAt = typeof claims.exp === "number" ? claims.exp * 1000 : undefined;
  const rows = [
    ...Object.entries(header ?? {}).map(([claim, value]) => ({ claim, value, isHeader: true })),
    ...Object.entries(claims).map(([claim, value]) => ({ claim, value, isHeader: false })),
  ];
  return (
    <div class="try-it-form">
      <div class="try-it-tools">
        {expiresAt !== undefined && (
          <Badge tone={expiresAt > now.value ? "good" : "bad"}>
            {expiresAt > now.value ? `good for ${amount(expiresAt - now.value)}` : "expired"}
          </Badge>
        )}
        {token && <CopyButton text={token} label={`Copy the ${name}`} />}
      </div>
      <Table
        label={`Claims of the ${name}`}
        rows={rows}
        keyOf={({ claim, isHeader }) => `${claim}-${isHeader}`}
        columns={[
          {
            title: "Claim",
            cell: ({ claim, isHeader }) => (
              <>
                <code>{claim}</code> {isHeader && <span class="quiet">header</span>}
              </>
            ),
          },
          {
            title: "Value",
            cell: ({ claim, value }) => (
              <>
                <span class="try-it-value">{wordsOf(claim, value, now.value)}</span>
                <span class="try-it-meaning">{meaningOf(claim)}</span>
              </>
            ),
          },
        ]}
      />
    </div>
  );
}

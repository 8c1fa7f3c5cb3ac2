import type { JournalEntry } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { claimsOf, decodeToken } from "../../claims.ts";
import { dateAndTime } from "../../times.ts";
import { JsonBlock } from "../../ui/code-block.tsx";

/** What tokens say of the user: those of a sign-in of the console, and any that is pasted. None is stored or sent. */
export function TokensPanel({ sub, entries }: { sub: string; entries: readonly JournalEntry[] }) {
  const pasted = useSignal("");
  const decoded = decodeToken(pasted.value);
  const claims = claimsOf.value[sub];
  const signIns = entries.filter((entry) => entry.type === "user.signed-in").toReversed();
  return (
    <div class="user-panel">
      {claims && (
        <div class="user-columns">
          <section>
            <h2>ID token</h2>
            <JsonBlock label="the claims of the ID token" value={claims.id} />
          </section>
          <section>
            <h2>Access token</h2>
            <JsonBlock label="the claims of the access token" value={claims.access} />
          </section>
        </div>
      )}
      <section>
        <h2>Sign-ins</h2>
        {signIns.length === 0 && <p class="quiet">The user has not signed in yet.</p>}
        <ul>
          {signIns.map((entry) => (
            <li key={entry.id}>
              {dateAndTime(entry.at)}:{" "}
              {entry.type === "user.signed-in" && entry.data.groups.length > 0
                ? `cognito:groups ${entry.data.groups.join(", ")}`
                : "no groups in the ID token"}
            </li>
          ))}
        </ul>
      </section>
      <label class="field">
        Decode a token
        <textarea
          rows={3}
          placeholder="eyJraWQiOi…"
          spellcheck={false}
          value={pasted.value}
          onInput={(event) => {
            pasted.value = event.currentTarget.value;
          }}
        />
        <span class="quiet">
          It is decoded in this page, and neither sent nor kept. Whether its signature is right is not looked at.
        </span>
      </label>
      {decoded && <JsonBlock label="the token" value={decoded} />}
      {pasted.value.trim() !== "" && !decoded && (
        <p class="notice" data-tone="warn" role="status">
          That is no JSON Web Token.
        </p>
      )}
    </div>
  );
}

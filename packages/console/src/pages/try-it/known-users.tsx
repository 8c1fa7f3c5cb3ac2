import type { SignUps } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { hrefOf } from "../../place.ts";
import { StatusBadge } from "../../status-badge.tsx";

const listed = 8;

/** Somebody who is in a pool already, to act as. */
export function KnownUsers() {
  const search = useSignal("");
  const { value } = useLoad(
    (signal) => get<SignUps>(`sign-ups?${new URLSearchParams({ search: search.value, limit: String(listed) })}`, signal),
    [search.value],
    ({ type }) => type.startsWith("user."),
  );
  return (
    <div class="try-it-form">
      <label class="field">
        Who
        <input
          type="search"
          placeholder="A part of an address, a name or a sub"
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
      </label>
      {value.value?.total === 0 && <p class="quiet">Nobody is found.</p>}
      <ul class="try-it-known">
        {value.value?.users.map(({ sub, email, phoneNumber, username, name, status, enabled }) => (
          <li key={sub}>
            <a href={hrefOf("try-it", [], { user: sub })}>{email ?? phoneNumber ?? username}</a>
            <span class="quiet">{name}</span>
            <StatusBadge status={status} enabled={enabled} />
          </li>
        ))}
      </ul>
    </div>
  );
}

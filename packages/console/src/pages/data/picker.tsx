import type { ComponentChildren } from "preact";
import { hrefOf } from "../../place.ts";

/** A table, a queue, a bucket to choose. */
export interface Pick {
  name: string;
  about?: ComponentChildren;
}

/** A list of names at the side, one of which is shown. */
export function Picker({ label, tab, picks, chosen }: { label: string; tab: string; picks: readonly Pick[]; chosen: string }) {
  return (
    <nav class="data-picker" aria-label={label}>
      <ul>
        {picks.map(({ name, about }) => (
          <li key={name}>
            <a href={hrefOf("data", [], { tab, name })} aria-current={name === chosen ? "true" : undefined}>
              <span>{name}</span>
              {about !== undefined && <span class="quiet">{about}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

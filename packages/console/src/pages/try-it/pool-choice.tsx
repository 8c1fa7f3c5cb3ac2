import type { Pool } from "./pool.ts";
import { keep } from "./user-draft.ts";

export interface PoolChoiceProps {
  pools: readonly { id: string; name: string }[];
  pool: Pool;
  clientId: string | undefined;
}

/** Which pool and which of its app clients; nothing where there is only one of each. */
export function PoolChoice({ pools, pool, clientId }: PoolChoiceProps) {
  return (
    <>
      {pools.length > 1 && (
        <label class="try-it-choice">
          <span>User pool</span>
          <select
            value={pool.id}
            onChange={({ currentTarget }) => keep({ poolId: currentTarget.value, clientId: undefined, draft: undefined })}
          >
            {pools.map(({ id, name }) => (
              <option key={id} value={id}>
                {name} ({id})
              </option>
            ))}
          </select>
        </label>
      )}
      {pool.clients.length > 1 && (
        <label class="try-it-choice">
          <span>App client</span>
          <select value={clientId} onChange={({ currentTarget }) => keep({ clientId: currentTarget.value })}>
            {pool.clients.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

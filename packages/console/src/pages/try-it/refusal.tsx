import { ApiFailure } from "../../api/client.ts";

/** Why Cognito refused: the name of its error, which an app decides by, and its words. */
export function Refusal({ error }: { error: Error | undefined }) {
  if (!error) return null;
  return (
    <p class="notice try-it-refusal" data-tone="bad" role="alert">
      {error instanceof ApiFailure && <code>{error.code}</code>}
      {error.message}
    </p>
  );
}

/** What went wrong, in the words of whoever refused. */
export function Failure({ error }: { error: Error | undefined }) {
  if (!error) return null;
  return (
    <p class="notice" data-tone="bad" role="alert">
      {error.message}
    </p>
  );
}

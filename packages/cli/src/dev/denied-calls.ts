import type { Denial, LocalAws } from "@foyer/local";

/** Calls `listener` with what functions may not do: once for each function, action and statement that was missing. @returns what ends it */
export function listenToDenials({ journal }: LocalAws, listener: (denial: Denial) => void): () => void {
  const told = new Set<string>();
  return journal.listen((entry) => {
    if (entry.type !== "access.denied") return;
    const { functionName, principal, action, resource, statement, mode } = entry.data;
    const what = JSON.stringify([functionName ?? principal, action, statement?.Resource ?? resource, mode]);
    if (told.has(what)) return;
    told.add(what);
    listener(entry.data);
  });
}

/** The sentence of the terminal, with the statement that was missing below it. */
export function aboutDenial({ functionName, principal, action, resource, mode, sid, statement }: Denial): string {
  const who = functionName ?? principal;
  if (!statement) {
    const by = sid === undefined ? "a statement of a policy" : `the statement "${sid}" of a policy`;
    return `${who} is denied ${action} on ${resource} by ${by}`;
  }
  const what =
    mode === "enforce"
      ? `${who} was refused ${action}: no policy of its role allows it. The statement for it:`
      : `${who} called ${action}: AWS refuses that unless its role allows it. The statement for it:`;
  return `${what}\n    ${JSON.stringify(statement)}`;
}

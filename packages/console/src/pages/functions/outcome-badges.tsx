import type { InvocationCount } from "@foyer/local";
import { Badge, type Tone } from "../../ui/badge.tsx";

const looks: Record<keyof InvocationCount["outcomes"], { tone: Tone; one: string; many: string }> = {
  ok: { tone: "good", one: "ok", many: "ok" },
  error: { tone: "bad", one: "error", many: "errors" },
  timeout: { tone: "bad", one: "timeout", many: "timeouts" },
  crash: { tone: "bad", one: "crash", many: "crashes" },
};

/** What went wrong, how often; a word if nothing did. */
export function TroubleBadges({ count }: { count: InvocationCount }) {
  const troubles = (["error", "timeout", "crash"] as const).filter((outcome) => count.outcomes[outcome] > 0);
  if (troubles.length === 0) return <span class="quiet">none</span>;
  return (
    <span class="functions-badges">
      {troubles.map((outcome) => {
        const times = count.outcomes[outcome];
        const { tone, one, many } = looks[outcome];
        return (
          <Badge key={outcome} tone={tone}>
            {times} {times === 1 ? one : many}
          </Badge>
        );
      })}
    </span>
  );
}

/** How one invocation ended; without an outcome it is under way. */
export function OutcomeBadge({ outcome }: { outcome: keyof InvocationCount["outcomes"] | undefined }) {
  if (outcome === undefined) return <Badge tone="info">under way</Badge>;
  return <Badge tone={looks[outcome].tone}>{looks[outcome].one}</Badge>;
}

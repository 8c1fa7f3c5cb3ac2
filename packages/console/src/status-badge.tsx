import { Badge, type Tone } from "./ui/badge.tsx";

const words: Record<string, [tone: Tone, says: string]> = {
  CONFIRMED: ["good", "confirmed"],
  EXTERNAL_PROVIDER: ["good", "federated"],
  UNCONFIRMED: ["idle", "unconfirmed"],
  FORCE_CHANGE_PASSWORD: ["info", "invited"],
  RESET_REQUIRED: ["warn", "reset required"],
};

/** Cognito's status of a user in a word; Cognito's own word is the tip. */
export function StatusBadge({ status, enabled }: { status: string; enabled: boolean }) {
  const [tone, says] = enabled ? (words[status] ?? ["idle", status]) : (["bad", "disabled"] as const);
  return (
    <span title={status}>
      <Badge tone={tone}>{says}</Badge>
    </span>
  );
}

import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<string, Tone> = {
  RUNNING: "info",
  SUCCEEDED: "good",
  FAILED: "bad",
  TIMED_OUT: "bad",
  STOPPED: "warn",
  ABORTED: "warn",
};

/** How far an execution is. */
export function ExecutionStatus({ status }: { status: string }) {
  return <Badge tone={tones[status] ?? "idle"}>{status.toLowerCase().replace("_", " ")}</Badge>;
}

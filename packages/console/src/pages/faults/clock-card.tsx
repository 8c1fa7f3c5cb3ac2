import { useSignal } from "@preact/signals";
import { get, post } from "../../api/client.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { useLoad } from "../../api/use-load.ts";
import { aheadMs, followClock, now } from "../../live.ts";
import { amount, clockTime, dateAndTime, dayAndMonth } from "../../times.ts";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";

interface ClockState {
  nextDueAt: number | null;
}

const steps = [
  { text: "+1 h", advance: "1 hour" },
  { text: "+1 day", advance: "1 day" },
  { text: "+3 days", advance: "3 days" },
] as const;

/** The clock of the local AWS, and what moves it forward. */
export function ClockCard() {
  const { value, reload } = useLoad((signal) => get<ClockState>("clock", signal), [], isOfTimers);
  useFresh(reload);
  const busy = useSignal("");
  const nextDueAt = value.value?.nextDueAt;
  const move = async (body: object, name: string) => {
    busy.value = name;
    try {
      await post("clock", body);
      await followClock();
      reload();
    } catch (error) {
      toast((error as Error).message, "bad");
    }
    busy.value = "";
  };
  return (
    <section class="card faults-card" aria-label="Clock">
      <div class="faults-clock">
        <time dateTime={new Date(now.value).toISOString()} title={dateAndTime(now.value)}>
          <b>{clockTime(now.value)}</b> {dayAndMonth(now.value)}
        </time>
        <span class="quiet">
          {aheadMs.value > 0 ? `${amount(aheadMs.value)} ahead of this machine` : "the time of this machine"}
        </span>
      </div>
      <p class="faults-next">
        {nextDueAt ? (
          <>
            The next timer is due in <b>{amount(Math.max(nextDueAt - now.value, 0))}</b>: {dateAndTime(nextDueAt)}.
          </>
        ) : (
          "No wait and no retry is under way."
        )}
      </p>
      <div class="faults-buttons">
        {steps.map(({ text, advance }) => (
          <Button key={text} busy={busy.value === text} onClick={() => move({ advance }, text)}>
            {text}
          </Button>
        ))}
        <Button
          kind="primary"
          icon="next"
          disabled={!nextDueAt}
          busy={busy.value === "next"}
          onClick={() => move({ to: "next" }, "next")}
        >
          Next timer
        </Button>
      </div>
    </section>
  );
}

function isOfTimers({ type }: { type: string }): boolean {
  return type.startsWith("execution.") || type.startsWith("trigger.") || type === "step";
}

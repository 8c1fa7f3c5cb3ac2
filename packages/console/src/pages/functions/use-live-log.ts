import type { StreamedLine } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { journal } from "../../live.ts";

// As many as the local AWS keeps.
const most = 10_000;

/** The log of a function as far as it is kept and as it is written, the oldest first; undefined until the stream is open. */
export function useLiveLog(functionName: string): readonly StreamedLine[] | undefined {
  const lines = useSignal<readonly StreamedLine[] | undefined>(undefined);
  const epoch = useSignal(0);
  useEffect(
    () =>
      journal.listen(({ type }) => {
        // After a reset the numbers of lines begin anew.
        if (type === "local.reset") epoch.value++;
      }),
    [epoch],
  );
  useEffect(() => {
    lines.value = undefined;
    let early: StreamedLine[] = [];
    let frame = 0;
    const stream = new EventSource(`/_foyer/log-stream?function=${encodeURIComponent(functionName)}`);
    // A flood of lines is drawn once a frame.
    const take = () => {
      frame = 0;
      lines.value = [...(lines.peek() ?? []), ...early].slice(-most);
      early = [];
    };
    const soon = () => {
      frame ||= requestAnimationFrame(take);
    };
    stream.onopen = soon;
    stream.addEventListener("line", (event: MessageEvent<string>) => {
      early.push(JSON.parse(event.data) as StreamedLine);
      soon();
    });
    return () => {
      stream.close();
      cancelAnimationFrame(frame);
    };
  }, [functionName, epoch.value, lines]);
  return lines.value;
}

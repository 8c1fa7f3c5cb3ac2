import { signal } from "@preact/signals";
import type { Tone } from "./badge.tsx";

const toasts = signal<{ id: number; text: string; tone: Tone }[]>([]);
let lastId = 0;

const shownMs = 5000;

/** Says at the foot of the page what came of something, for five seconds; screen readers hear it. */
export function toast(text: string, tone: Tone = "info"): void {
  const id = ++lastId;
  toasts.value = [...toasts.value.slice(-2), { id, text, tone }];
  setTimeout(() => {
    toasts.value = toasts.value.filter((one) => one.id !== id);
  }, shownMs);
}

/** Where toasts appear; the shell has it once. */
export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ id, text, tone }) => (
        <p key={id} class="toast" data-tone={tone}>
          {text}
        </p>
      ))}
    </div>
  );
}

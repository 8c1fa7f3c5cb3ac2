import type { Progress } from "./progress.ts";

/** One small segment a step, in the colour of its state; its words are for the tip and the screen reader. */
export function StepBar({ segments }: Pick<Progress, "segments">) {
  if (segments.length === 0) return null;
  const words = segments.map(({ step, says }) => `${step}: ${says}`);
  return (
    <span class="sign-ups-bar" role="img" aria-label={words.join(", ")} title={words.join("\n")}>
      {segments.map(({ step, tone }) => (
        <i key={step} data-tone={tone} />
      ))}
    </span>
  );
}

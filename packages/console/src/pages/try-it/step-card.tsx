import type { ComponentChildren } from "preact";
import { Icon } from "../../ui/icon.tsx";

export interface StepCardProps {
  title: string;
  /** It is over: only `done` is said, with `link`. */
  isDone?: boolean;
  done?: string;
  link?: ComponentChildren;
  /** It can be tried, but something else comes first: it is closed until somebody opens it. */
  isLater?: boolean;
  says?: ComponentChildren;
  children: ComponentChildren;
}

/** One act of a user's life. */
export function StepCard({ title, isDone = false, done, link, isLater = false, says, children }: StepCardProps) {
  if (isDone)
    return (
      <section class="try-it-step card" data-done aria-label={title}>
        <h2>
          <Icon name="check" />
          {done}
        </h2>
        {link}
      </section>
    );
  if (isLater)
    return (
      <details class="try-it-later card">
        <summary class="try-it-later-head">
          <h2>{title}</h2>
          <span class="quiet">After the confirmation. Before it, Cognito refuses: try it.</span>
        </summary>
        {children}
      </details>
    );
  return (
    <section class="try-it-step card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {says && <span class="quiet">{says}</span>}
      </header>
      {children}
    </section>
  );
}

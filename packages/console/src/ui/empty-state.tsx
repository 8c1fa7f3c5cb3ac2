import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

/** What a page shows while there is nothing: it teaches the next step. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }) {
  return (
    <section class="empty">
      <div class="empty-icon">
        <Icon name={icon} size={22} />
      </div>
      <h2>{title}</h2>
      <div class="empty-text">{children}</div>
    </section>
  );
}

import type { ComponentChildren } from "preact";

/** The top of a page: its name, a line about it, and what can be done on the right. The shell gives the focus to the name. */
export function PageHeader({
  title,
  about,
  children,
}: {
  title: string;
  about?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <header class="page-header">
      <div class="page-header-words">
        <h1 tabIndex={-1}>{title}</h1>
        {about && <p class="quiet">{about}</p>}
      </div>
      {children && <div class="page-header-tools">{children}</div>}
    </header>
  );
}

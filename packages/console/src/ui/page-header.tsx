import type { ComponentChildren } from "preact";
import { PageTitle } from "./page-title.tsx";

/** The top of a page: its name, a line about it, and what can be done on the right.  */
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
        <PageTitle>{title}</PageTitle>
        {about && <p class="quiet">{about}</p>}
      </div>
      {children && <div class="page-header-tools">{children}</div>}
    </header>
  );
}

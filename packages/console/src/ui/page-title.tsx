import { useEffect, useRef } from "preact/hooks";
import { place } from "../router.ts";

/** Where the title had the focus last; undefined while nobody has gone anywhere. */
let last: string | undefined;

/** The name of a page. After somebody went there it has the focus, so a screen reader says where it is, and the window is named after it. */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { page, path } = place.value;
  const where = JSON.stringify([page, path]);
  useEffect(() => {
    if (last !== undefined && last !== where) heading.current?.focus({ preventScroll: true });
    last = where;
  }, [where]);
  useEffect(() => {
    document.title = `${children} · Foyer`;
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

import type { ComponentType } from "preact";
import type { Place } from "./place.ts";
import type { IconName } from "./ui/icon.tsx";

/** A page: `page` is the first word behind `#/`. It is loaded when somebody goes there. */
export interface PageEntry {
  page: string;
  title: string;
  /** Absent: the page is not in the navigation. */
  icon?: IconName;
  /** The second key of the shortcut that begins with `g`. */
  key?: string;
  /** The page in the navigation that it belongs to. */
  under?: string;
  load: () => Promise<{ default: ComponentType<{ place: Place }> }>;
}

/** Every page, in the order of the navigation. */
export const pages: readonly PageEntry[] = [
  { page: "", title: "Sign-ups", icon: "people", key: "s", load: () => import("./pages/sign-ups/sign-ups-page.tsx") },
  { page: "users", title: "User", under: "", load: () => import("./pages/user/user-page.tsx") },
  { page: "try-it", title: "Try it", icon: "play", key: "t", load: () => import("./pages/try-it/try-it-page.tsx") },
  { page: "inbox", title: "Inbox", icon: "mail", key: "i", load: () => import("./pages/inbox/inbox-page.tsx") },
  { page: "faults", title: "Faults and clock", icon: "bolt", key: "f", load: () => import("./pages/faults/faults-page.tsx") },
  {
    page: "functions",
    title: "Functions",
    icon: "function",
    key: "u",
    load: () => import("./pages/functions/functions-page.tsx"),
  },
  { page: "data", title: "Data", icon: "table", key: "d", load: () => import("./pages/data/data-page.tsx") },
  { page: "access", title: "Access", icon: "shield", key: "a", load: () => import("./pages/access/access-page.tsx") },
];

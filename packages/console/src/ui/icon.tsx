const paths = {
  people:
    "M9 11a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM3 19c.4-3.2 2.8-5 6-5s5.6 1.8 6 5M16 5.2a3 3 0 0 1 0 5.6M17.5 14.3c2 .7 3.2 2.3 3.5 4.7",
  play: "M8 5.5v13l10.5-6.5Z",
  mail: "M4 6.5h16v11H4zM4.5 7l7.5 6 7.5-6",
  message: "M4 5.5h16v11h-8.5L7 20v-3.5H4Z",
  clip: "M18.5 11.5 12 18a4 4 0 0 1-5.7-5.7l7-7a2.7 2.7 0 0 1 3.8 3.8l-6.8 6.8a1.3 1.3 0 0 1-1.9-1.9L14.5 8",
  bolt: "M13 3 5.5 13.5H12L11 21l7.5-10.5H12Z",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2",
  function: "M8 4.5c-3 0-1 7.5-4 7.5 3 0 1 7.5 4 7.5M16 4.5c3 0 1 7.5 4 7.5-3 0-1 7.5-4 7.5",
  table: "M4 5.5h16v13H4zM4 10h16M4 14.3h16M10 10v8.5",
  shield: "M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6Z",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20",
  copy: "M9 9h10v11H9zM15 9V4.5H5V16h4",
  check: "m5 12.5 4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  next: "M9.5 5.5 16 12l-6.5 6.5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  screen: "M4 5h16v11H4zM9 20h6M12 16v4",
  keyboard: "M3.5 6.5h17v11h-17zM7 10h.01M10.3 10h.01M13.7 10h.01M17 10h.01M8 14h8",
  again: "M19 12a7 7 0 1 1-2.2-5.1M19.5 3.5v4h-4",
  skip: "M5.5 6v12l8-6ZM18 6v12",
  event: "M12 3.5 20.5 12 12 20.5 3.5 12Z",
  handOver: "M4 12h13M12.5 7l5 5-5 5",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof paths;

/** A drawing beside a word; it says nothing to a screen reader, so a button that has only an icon needs an `aria-label`. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}

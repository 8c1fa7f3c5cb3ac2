import { config } from "./config.ts";
import { aheadMs, connected, now } from "./live.ts";
import { pages } from "./pages.ts";
import { hrefOf } from "./place.ts";
import { helpOpen } from "./shortcuts.ts";
import { type Theme, theme } from "./theme.ts";
import { amount, clockTime } from "./times.ts";
import { Button } from "./ui/button.tsx";
import { Icon, type IconName } from "./ui/icon.tsx";

const themes: Record<Theme, { next: Theme; icon: IconName; says: string }> = {
  system: { next: "light", icon: "screen", says: "Theme: as the system" },
  light: { next: "dark", icon: "sun", says: "Theme: light" },
  dark: { next: "system", icon: "moon", says: "Theme: dark" },
};

/** The navigation, and below it whether the page is live, the clock and the theme. */
export function Sidebar({ current }: { current: string | undefined }) {
  const { next, icon, says } = themes[theme.value];
  return (
    <header class="shell-side">
      <a class="shell-name" href={hrefOf("")}>
        <img src="/_foyer/icon.svg" alt="" />
        Foyer
      </a>
      <nav class="shell-nav" aria-label="Pages">
        <ul>
          {pages.map(
            (entry) =>
              entry.icon && (
                <li key={entry.page}>
                  <a href={hrefOf(entry.page)} aria-current={entry.page === current ? "page" : undefined}>
                    <Icon name={entry.icon} size={17} />
                    {entry.title}
                  </a>
                </li>
              ),
          )}
        </ul>
      </nav>
      <div class="shell-foot">
        <p class="shell-live" data-live={connected.value} role="status">
          <i aria-hidden="true" />
          {connected.value ? "Live" : "Connecting…"}
        </p>
        <p class="shell-endpoint">
          <span class="mono">{config.value?.endpoint.replace("http://", "") ?? location.host}</span>
          <br />
          {clockTime(now.value)}
          {aheadMs.value > 0 && `, ${amount(aheadMs.value)} ahead`}
        </p>
        <div class="shell-tools">
          <Button
            kind="quiet"
            icon={icon}
            label={says}
            onClick={() => {
              theme.value = next;
            }}
          />
          <Button
            kind="quiet"
            icon="keyboard"
            label="Keyboard shortcuts"
            onClick={() => {
              helpOpen.value = true;
            }}
          />
        </div>
      </div>
    </header>
  );
}

import type { WholeMail } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { keepInAddress, place } from "../../router.ts";
import { Button } from "../../ui/button.tsx";
import { Choice } from "../../ui/choice.tsx";
import { Icon } from "../../ui/icon.tsx";
import { asksForPictures, linksOf } from "./mail-words.ts";

const widths = [
  { value: "desk", text: "Desk" },
  { value: "phone", text: "Phone" },
] as const;

const themes = [
  { value: "light", text: "Light" },
  { value: "dark", text: "Dark" },
] as const;

/** The HTML of a mail as people see it, in a frame that may run, load and send nothing. */
export function MailFrame({ mail: { messageId, html = "", subject } }: { mail: WholeMail }) {
  const { query } = place.value;
  const width = query.get("width") === "phone" ? "phone" : "desk";
  const theme = query.get("theme") === "dark" ? "dark" : "light";
  const loadsPictures = useSignal<string | undefined>(undefined);
  const isRemote = loadsPictures.value === messageId;
  const links = linksOf(html);
  const address = `/_foyer/mail-html/${encodeURIComponent(messageId)}?theme=${theme}${isRemote ? "&images=remote" : ""}`;
  return (
    <div class="inbox-html">
      <div class="inbox-html-tools">
        <Choice
          label="Width"
          options={widths}
          chosen={width}
          onChoose={(value) => keepInAddress({ width: value === "desk" ? undefined : value })}
        />
        <Choice
          label="Theme of the mail"
          options={themes}
          chosen={theme}
          onChoose={(value) => keepInAddress({ theme: value === "light" ? undefined : value })}
        />
        {asksForPictures(html) && !isRemote && (
          <Button
            kind="quiet"
            icon="shield"
            label="Pictures from elsewhere are not loaded: it would tell their server that the mail is read"
            onClick={() => {
              loadsPictures.value = messageId;
            }}
          >
            Load remote pictures
          </Button>
        )}
      </div>
      <div class="inbox-stage" data-width={width}>
        <iframe
          key={address}
          class="inbox-frame"
          title={`The mail “${subject}”`}
          sandbox=""
          referrerpolicy="no-referrer"
          src={address}
          style={{ colorScheme: theme }}
        />
      </div>
      {links.length > 0 && (
        <section class="inbox-links">
          <h2>Links</h2>
          <ul>
            {links.map(({ href, text }) => (
              <li key={href}>
                <a href={href} target="_blank" rel="noopener noreferrer">
                  {text}
                </a>
                {text !== href && <span class="quiet">{href}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="inbox-note quiet">
        <Icon name="shield" size={14} />
        In this frame no script runs, no form is sent and no link leads anywhere.
      </p>
    </div>
  );
}

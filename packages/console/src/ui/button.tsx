import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

export interface ButtonProps {
  /** `primary`: the one thing to do here; `quiet`: without a border; `danger`: what repeats or forgets something. Default `plain`. */
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  /** The name for a screen reader, and the tip; needed where there are no words inside. */
  label?: string;
  /** Work is under way: the button cannot be pressed again. */
  busy?: boolean;
  disabled?: boolean;
  type?: "button" | "submit";
  pressed?: boolean;
  onClick?: () => void;
  children?: ComponentChildren;
}

/** A button. */
export function Button(props: ButtonProps) {
  const { kind = "plain", icon, label, busy = false, disabled = false, type = "button", pressed, onClick, children } = props;
  return (
    <button
      type={type}
      class="button"
      data-kind={kind}
      data-icon-only={children === undefined}
      aria-label={label}
      title={label}
      aria-busy={busy}
      aria-pressed={pressed}
      disabled={disabled || busy}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

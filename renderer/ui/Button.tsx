import type { ReactNode } from "react";

/** A button. `keys` names the key that does the same; an icon alone needs a `label`. */
export function Button(props: {
  onClick?: () => void;
  /** Sends the form it is in. */
  submits?: boolean;
  children?: ReactNode;
  icon?: ReactNode;
  label?: string;
  keys?: string;
  kind?: "plain" | "primary" | "quiet";
  disabled?: boolean;
  pressed?: boolean;
  hint?: string;
}) {
  const {
    onClick,
    children,
    icon,
    label,
    keys,
    kind = "plain",
    disabled = false,
    pressed,
    hint,
    submits = false,
  } = props;
  const classes = ["button", kind === "plain" ? "" : kind, children ? "" : "icon"].filter(Boolean).join(" ");
  return (
    <button
      type={submits ? "submit" : "button"}
      className={classes}
      onClick={onClick}
      disabled={disabled}
      aria-label={label}
      aria-pressed={pressed}
      title={hint ?? label}
    >
      {icon}
      {children}
      {keys ? <kbd>{keys}</kbd> : null}
    </button>
  );
}

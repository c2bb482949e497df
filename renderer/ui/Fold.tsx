import type { ReactNode } from "react";

/** A part of a panel that opens and closes under its heading. */
export function Fold(props: { title: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details className="section fold" open={props.isOpen ?? false}>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

import type { ReactNode } from "react";

/** A part of a panel with its quiet heading. */
export function Section(props: {
  title: string;
  /** The title is a name that the user gave, written as it is. */
  isName?: boolean;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="section" aria-label={props.title}>
      <div className="section-head">
        <h3 className={props.isName ? "name" : ""}>{props.title}</h3>
        {props.aside === undefined ? null : <span className="aside">{props.aside}</span>}
      </div>
      {props.children}
    </section>
  );
}

import { type RefObject, useEffect, useState } from "react";

const ROW = 2.1; // rem
const SPARE = 6; // rows drawn beyond either end of what is seen

/** The part of a long list that is drawn: rows `first` up to, not including, `end`, and the height of a row in px. */
export interface DrawnRows {
  readonly first: number;
  readonly end: number;
  readonly height: number;
  /** Scrolls as little as it takes to see a row. */
  readonly reveal: (row: number) => void;
}

/**
 * Draws only the rows of a list that are seen. All rows are equally
 * high, so where each lies is known without drawing it: ten thousand cost no more than ten.
 */
export function useVisibleRows(box: RefObject<HTMLElement | null>, count: number): DrawnRows {
  const [seen, setSeen] = useState({ top: 0, tall: 600, height: 27 });
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const look = () => {
      const height = Math.round(ROW * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      const top = height * Math.floor(current.scrollTop / height);
      setSeen((now) =>
        now.top === top && now.tall === current.clientHeight && now.height === height
          ? now
          : { top, tall: current.clientHeight, height },
      );
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, [box]);
  const { top, tall, height } = seen;
  const first = Math.max(0, Math.min(count, Math.floor(top / height) - SPARE));
  const end = Math.min(count, Math.ceil((top + tall) / height) + SPARE);
  return { first, end, height, reveal: (row) => reveal(box.current, row, height) };
}

function reveal(box: HTMLElement | null, row: number, height: number): void {
  if (!box || row < 0) return;
  const head = box.querySelector("thead")?.clientHeight ?? 0;
  const [from, to] = [row * height, (row + 1) * height];
  const room = box.clientHeight - head;
  if (from < box.scrollTop) box.scrollTop = from;
  else if (to > box.scrollTop + room) box.scrollTop = to - room;
}

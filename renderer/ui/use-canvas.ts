import { type RefObject, useEffect, useRef } from "react";
import { windowUnit } from "#renderer/ui/unit.ts";

/** The colours a drawing takes from the page's theme. */
export type Ink = (name: string) => string;

/**
 * A canvas that is drawn again whenever `draw` changes or the canvas changes its size: in pixels of a usual screen, sharp
 * on any. `draw` must be stable between renders that change nothing (useCallback).
 */
export function useCanvas(
  draw: (context: CanvasRenderingContext2D, width: number, height: number, ink: Ink) => void,
): RefObject<HTMLCanvasElement | null> {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const paint = () => {
      const { clientWidth: width, clientHeight: height } = canvas;
      const ratio = window.devicePixelRatio || 1;
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
      const unit = windowUnit();
      context.setTransform(ratio * unit, 0, 0, ratio * unit, 0, 0);
      const style = getComputedStyle(canvas);
      draw(context, width / unit, height / unit, (name) => style.getPropertyValue(`--${name}`).trim());
    };
    const observer = new ResizeObserver(paint);
    observer.observe(canvas);
    const themes = new MutationObserver(paint);
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      observer.disconnect();
      themes.disconnect();
    };
  }, [draw]);
  return ref;
}

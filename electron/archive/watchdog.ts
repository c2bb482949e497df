import { cancelled } from "#core/errors.ts";

/** A signal that goes off with another one, or when `alive` was not called for `patience` ms. */
export function watchdog(
  outer: AbortSignal,
  patience: number,
): { readonly signal: AbortSignal; alive(): void; end(): void } {
  const controller = new AbortController();
  const give = () => controller.abort(new Error(`nothing came for ${patience / 1000} s`));
  const stop = () => controller.abort(cancelled());
  let timer = setTimeout(give, patience);
  if (outer.aborted) stop();
  outer.addEventListener("abort", stop);
  return {
    signal: controller.signal,
    alive() {
      clearTimeout(timer);
      timer = setTimeout(give, patience);
    },
    end() {
      clearTimeout(timer);
      outer.removeEventListener("abort", stop);
    },
  };
}

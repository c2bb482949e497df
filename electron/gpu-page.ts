// The page of the hidden window: lends the graphics card to engines, one port each.
import { LINE_MESSAGE } from "#electron/protocol.ts";
import { findPageGpu } from "#workers/kernels/gpu/page-adapter.ts";
import type { FromGpuPage, ToGpuPage } from "#workers/kernels/gpu/remote-messages.ts";
import { serveGpu } from "#workers/kernels/gpu/serve-gpu.ts";

/** The page's window and ports as far as they are used here; this script is compiled without the DOM. */
interface Port {
  postMessage(message: FromGpuPage): void;
  addEventListener(type: "message", listener: (event: { readonly data: ToGpuPage }) => void): void;
  start(): void;
}
declare const window: {
  addEventListener(
    type: "message",
    listener: (event: {
      readonly source: unknown;
      readonly data: unknown;
      readonly ports: readonly Port[];
    }) => void,
  ): void;
};

window.addEventListener("message", ({ source, data, ports: [port] }) => {
  if (source !== window || data !== LINE_MESSAGE || !port) return;
  const line = {
    send: (message: FromGpuPage) => port.postMessage(message),
    onMessage(listener: (message: ToGpuPage) => void) {
      port.addEventListener("message", (event) => listener(event.data));
      port.start();
    },
  };
  void serveGpu(line, findPageGpu);
});

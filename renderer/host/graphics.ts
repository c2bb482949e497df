/** What this page draws with: "WebGL 2 (NVIDIA GeForce …)". */
export function describeGraphics(): string {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return "no WebGL 2: maps cannot be shown; switch on graphics acceleration in the browser";
  const names = gl.getExtension("WEBGL_debug_renderer_info");
  const device = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return `WebGL 2 (${shortened(device)})`;
}

interface GpuAdapter {
  readonly info?: { readonly vendor?: string; readonly architecture?: string; readonly description?: string };
}

/** Whether this page could compute on a graphics card. */
export async function describeGpu(): Promise<string> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<GpuAdapter | null> } };
  if (!gpu) return "no WebGPU in this browser";
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return "WebGPU without a usable graphics card";
  const { vendor = "", architecture = "", description = "" } = adapter.info ?? {};
  return `WebGPU (${description || [vendor, architecture].filter(Boolean).join(" ") || "unnamed adapter"})`;
}

/** "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0, D3D11)" → "NVIDIA GeForce RTX 3060 Direct3D11". */
function shortened(device: string): string {
  const inner = /^ANGLE \([^,]*, (.*?)(?:, [^,]*)?\)$/.exec(device)?.[1] ?? device;
  return inner.replace(/ \(0x[0-9a-f]+\)| vs_\S+| ps_\S+/gi, "").slice(0, 80);
}

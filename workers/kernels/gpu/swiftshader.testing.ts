import { existsSync, readdirSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { GpuHost } from "#workers/kernels/gpu/gpu-host.ts";
import { GPU_KERNEL_DEFAULTS } from "#workers/kernels/gpu/gpu-kernel.ts";
import { findNodeGpu } from "#workers/kernels/gpu/node-adapter.ts";

/** Where Debian's package chromium keeps SwiftShader, a Vulkan driver in software, and a Vulkan loader. */
const CHROMIUM = "/usr/lib/chromium";
const LOADER = "libvulkan.so.1";
const KEEP_LOADED = 0x1000; // RTLD_NODELETE, glibc's dlfcn.h

let isReported = false; // one line per test file

/** A host on SwiftShader, or null after one line that says what is missing. */
export async function findSwiftShader(kernel = GPU_KERNEL_DEFAULTS): Promise<GpuHost | null> {
  const driver = existsSync(CHROMIUM)
    ? readdirSync(CHROMIUM).find((name) => /swiftshader.*icd.*\.json$/.test(name))
    : undefined;
  if (!driver) {
    return missing(`no SwiftShader in ${CHROMIUM} (Debian's package chromium)`);
  }
  const path = join(CHROMIUM, driver);
  Object.assign(process.env, { VK_ICD_FILENAMES: path, VK_DRIVER_FILES: path }); // the old and the new name
  loadVulkan();
  const found = await findNodeGpu({ allowFallback: true, kernel });
  return found.host ?? missing(found.reason);
}

function missing(reason: string): null {
  if (!isReported) console.log(`Skipped the WebGPU tests: ${reason}.`);
  isReported = true;
  return null;
}

/**
 * Loads Chromium's Vulkan loader, so that Dawn, asking for it by name, finds it in the process where the
 * system has none. Node complains that it is no module of its own, but leaves it loaded.
 */
function loadVulkan(): void {
  const path = join(CHROMIUM, LOADER);
  if (!existsSync(path)) return;
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_LAZY | KEEP_LOADED);
  } catch {
    // Expected, see above.
  }
}

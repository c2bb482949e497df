import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { channelOf, type DesktopCall } from "#electron/desktop/channels.ts";
import type { Caller, ElectronApi } from "#electron/desktop/electron-api.ts";
import { isAppAddress } from "#electron/desktop/scheme.ts";
import type { DesktopBridge, Reply } from "#electron/protocol.ts";
import { toCallError } from "#workers/engine/call-error.ts";

/** What each call takes once the preload script has turned a dropped File into its path. */
interface CallArguments {
  connect: [session: string | null];
  pickFiles: [];
  lendDropped: [path: string];
  saveFile: [name: string, content: Uint8Array | string];
  resizeWindow: [wider: number, higher: number];
  copyText: [text: string];
  showTitle: [title: string, isEdited: boolean];
  openLink: [address: string];
}

type Answer<C extends DesktopCall> = Extract<
  Awaited<ReturnType<DesktopBridge[C]>>,
  { value: unknown }
>["value"];

/** What answers the calls of the window. */
export type DesktopHandlers = {
  readonly [C in DesktopCall]: (...args: CallArguments[C]) => Promise<Answer<C>> | Answer<C>;
};

const LONGEST_PATH = 32_768; // characters, Windows
const LARGEST = 20_000; // pixels
const LONGEST_TEXT = 2 ** 28; // characters

const SCHEMAS: { readonly [C in DesktopCall]: z.ZodType<CallArguments[C]> } = {
  connect: z.tuple([z.string().max(100).nullable()]),
  pickFiles: z.tuple([]),
  lendDropped: z.tuple([z.string().min(1).max(LONGEST_PATH)]),
  saveFile: z.tuple([z.string().max(1000), z.union([z.string(), z.instanceof(Uint8Array)])]),
  resizeWindow: z.tuple([
    z.number().int().gte(-LARGEST).lte(LARGEST),
    z.number().int().gte(-LARGEST).lte(LARGEST),
  ]),
  copyText: z.tuple([z.string().max(LONGEST_TEXT)]),
  showTitle: z.tuple([z.string().max(1000), z.boolean()]),
  openLink: z.tuple([z.string().max(2000)]),
};

/** Answers the window's calls; those of any other page or frame are refused, as are arguments out of shape. */
export function handleCalls(
  ipcMain: ElectronApi["ipcMain"],
  isWindow: (contents: Caller["sender"]) => boolean,
  handlers: DesktopHandlers,
): void {
  for (const call of Object.keys(SCHEMAS) as DesktopCall[]) {
    ipcMain.handle(channelOf(call), (event, ...args: unknown[]) => {
      const isOurs = isWindow(event.sender) && isTopPage(event);
      return isOurs ? answer(call, handlers, args) : refusal("This page may not ask the application.");
    });
  }
}

async function answer<C extends DesktopCall>(
  call: C,
  handlers: DesktopHandlers,
  args: unknown[],
): Promise<Reply<Answer<C>>> {
  const checked = SCHEMAS[call].safeParse(args);
  if (!checked.success) return refusal(`The application cannot be asked "${call}" like this.`);
  try {
    return { value: await handlers[call](...checked.data) };
  } catch (thrown) {
    return { error: toCallError(thrown) };
  }
}

/** The page itself, not a frame within, and still at an address of ours. */
function isTopPage({ senderFrame }: Caller): boolean {
  return senderFrame !== null && senderFrame.parent === null && isAppAddress(senderFrame.url);
}

function refusal(sentence: string): { readonly error: ReturnType<typeof toCallError> } {
  return { error: toCallError(new AppError("input", sentence)) };
}

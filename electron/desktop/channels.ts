import type { DesktopBridge } from "#electron/protocol.ts";

/** What a window may ask the main process by its preload script. */
export type DesktopCall = Exclude<keyof DesktopBridge, "onOpen" | "onMenu">;

/** Channels between preload script and main process; a window cannot name them. */
export const channelOf = (call: DesktopCall): string => `mapwright:call:${call}`;
export const LINE_CHANNEL = "mapwright:line";
export const OPEN_CHANNEL = "mapwright:open";
export const MENU_CHANNEL = "mapwright:menu";

import { expect, it } from "vitest";
import { History } from "#renderer/commands/history.ts";
import { createHistoryStore } from "#renderer/stores/history.ts";
import type { VolumeId } from "#workers/protocol.ts";

function createTrack() {
  const done: string[] = [];
  const released: string[] = [];
  const store = createHistoryStore();
  const history = new History(store, (ids) => released.push(...ids));
  const push = (label: string, more: { made?: VolumeId[]; kept?: VolumeId[] } = {}) => {
    done.push(label);
    history.push({ label, undo: () => void done.pop(), redo: () => void done.push(label), ...more });
  };
  return { done, released, store, history, push };
}

const ids = (...names: string[]) => names as VolumeId[];

it("goes back and forth", () => {
  const { done, history, push, store } = createTrack();
  push("a");
  push("b");
  expect(history.undo()).toBe("b");
  expect(done).toEqual(["a"]);
  expect(store.getState()).toEqual({ undo: ["a"], redo: ["b"] });
  expect(history.redo()).toBe("b");
  expect(done).toEqual(["a", "b"]);
  expect(history.redo()).toBeNull();
});

it("forgets what was undone when something new is done, and what the engine held for it", () => {
  const { history, push, released, store } = createTrack();
  push("a", { made: ids("v1") });
  history.undo();
  expect(released).toEqual([]);
  push("b");
  expect(released).toEqual(["v1"]);
  expect(store.getState().redo).toEqual([]);
});

it("holds on to a few closed maps only, and forgets the steps before with the oldest", () => {
  const { push, released, store } = createTrack();
  push("first");
  for (let n = 0; n < 9; n++) push(`close ${n}`, { kept: ids(`v${n}`) });
  expect(released).toEqual(["v0"]);
  expect(store.getState().undo).toEqual([
    "close 8",
    "close 7",
    "close 6",
    "close 5",
    "close 4",
    "close 3",
    "close 2",
    "close 1",
  ]);
});

it("releases everything that is only held for it when cleared", () => {
  const { history, push, released } = createTrack();
  push("close", { kept: ids("v1") });
  push("zero", { made: ids("v2") });
  history.undo();
  history.clear();
  expect(released.sort()).toEqual(["v1", "v2"]);
  expect(history.undo()).toBeNull();
});

import { expect, it } from "vitest";
import { leaveQuestion as ask, type Unfinished } from "#electron/desktop/leave.ts";

const leaveQuestion = (given: Partial<Unfinished>) =>
  ask({ isFitting: false, isEdited: false, isKept: false, ...given });

it("asks before a window closes only when something would be lost, and says what", () => {
  expect(leaveQuestion({})).toBeNull();
  expect(leaveQuestion({ isKept: true })).toBeNull();
  expect(leaveQuestion({ isFitting: true })?.detail).not.toContain("not saved");
  expect(leaveQuestion({ isFitting: true, isEdited: true })?.detail).toContain("not saved");
  expect(leaveQuestion({ isFitting: true, isEdited: true, isKept: true })?.detail).toContain("offered");
  expect(leaveQuestion({ isEdited: true })?.leave).toBe("Close without saving");
  expect(leaveQuestion({ isEdited: true, isKept: true })).toMatchObject({
    detail: expect.stringContaining("offered when Mapwright starts again"),
    leave: "Close",
  });
});

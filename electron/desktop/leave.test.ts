import { expect, it } from "vitest";
import { leaveQuestion } from "#electron/desktop/leave.ts";

it("asks before a window closes only when something would be lost, and says what", () => {
  expect(leaveQuestion({ isFitting: false, isEdited: false })).toBeNull();
  expect(leaveQuestion({ isFitting: true, isEdited: false })?.detail).not.toContain("not saved");
  expect(leaveQuestion({ isFitting: true, isEdited: true })?.detail).toContain("not saved");
  expect(leaveQuestion({ isFitting: false, isEdited: true })?.leave).toBe("Close without saving");
});

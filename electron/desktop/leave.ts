/** What would be lost if the window closed now. */
export interface Unfinished {
  readonly isFitting: boolean;
  readonly isEdited: boolean;
}

/** A question with two answers; the second closes the window. */
export interface LeaveQuestion {
  readonly message: string;
  readonly detail: string;
  readonly stay: string;
  readonly leave: string;
}

/** What to ask before the window closes; null when nothing would be lost. */
export function leaveQuestion({ isFitting, isEdited }: Unfinished): LeaveQuestion | null {
  if (isFitting) {
    return {
      message: "A fit is running.",
      detail: `Closing now stops it, and what it has found so far is lost${isEdited ? ", as is what was not saved" : ""}.`,
      stay: "Keep fitting",
      leave: "Stop and close",
    };
  }
  if (isEdited) {
    return {
      message: "There is work that is not saved.",
      detail: "Closing now loses what was done since it was last saved.",
      stay: "Keep it open",
      leave: "Close without saving",
    };
  }
  return null;
}

/** What would be lost if the window closed now. */
export interface Unfinished {
  readonly isFitting: boolean;
  readonly isEdited: boolean;
  /** Whether what is not saved can be restored at the next start. */
  readonly isKept: boolean;
}

/** A question with two answers; the second closes the window. */
export interface LeaveQuestion {
  readonly message: string;
  readonly detail: string;
  readonly stay: string;
  readonly leave: string;
}

/** What to ask before the window closes; null when nothing would be lost. */
export function leaveQuestion({ isFitting, isEdited, isKept }: Unfinished): LeaveQuestion | null {
  if (isFitting) {
    const rest = isKept ? "; the rest is offered at the next start" : ", as is what was not saved";
    return {
      message: "A fit is running.",
      detail: `Closing now stops it, and what it has found so far is lost${isEdited ? rest : ""}.`,
      stay: "Keep fitting",
      leave: "Stop and close",
    };
  }
  if (isEdited && isKept) {
    return {
      message: "There is work that is not saved as a project.",
      detail:
        "It is kept for two weeks and offered when Mapwright starts again; a project keeps it for good.",
      stay: "Keep it open",
      leave: "Close",
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

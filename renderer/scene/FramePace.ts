/** Frames in a row that must be late before a machine counts as slow. */
const WINDOW = 4;
/** ms between frames of a movement from which on it is not smooth. */
const LATE = 55;
/** A longer pause is no frame of a movement. */
const PAUSE = 1500;

/** Tells from the times of finished frames of a movement whether the machine can keep up with them. */
export class FramePace {
  private last: number | null = null;
  private late = 0;
  private slow: boolean;

  /** `software`: the picture is drawn by the processor, which is slow from the start. */
  constructor(software: boolean) {
    this.slow = software;
  }

  /** A finished frame of a movement came to the screen, ms on some clock. */
  note(time: number): void {
    const gap = this.last === null ? 0 : time - this.last;
    this.last = time;
    if (gap === 0 || gap > PAUSE) return;
    this.late = gap > LATE ? this.late + 1 : 0;
    if (this.late >= WINDOW) this.slow = true;
  }

  /** The movement ended. */
  rest(): void {
    this.last = null;
    this.late = 0;
  }

  isSlow(): boolean {
    return this.slow;
  }
}

/** Whether a WebGL renderer of this name draws with the processor. */
export function isSoftware(name: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

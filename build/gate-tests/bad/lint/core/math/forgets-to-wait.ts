// refused: noFloatingPromises, noMisusedPromises
async function work(): Promise<boolean> {
  return true;
}

export function start(): number {
  work();
  if (work()) return 1;
  return 0;
}

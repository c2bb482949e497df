/** A name as a command line takes it. */
export function quoted(name: string): string {
  return name === "" || /[\s";#]/.test(name) ? `"${name.replaceAll('"', '\\"')}"` : name;
}

const KEY = "mapwright.session";

/** The session that this page shows, as long as its tab lives; null for a new one. */
export function pageSession(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** A page that is denied storage begins anew each time; its sessions can still be restored. */
export function rememberSession(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, id);
  } catch {
    return;
  }
}

/** Where a link may lead: the archives and the papers. Everything else stays closed. */
const HOSTS: readonly string[] = [
  "www.rcsb.org",
  "files.rcsb.org",
  "www.ebi.ac.uk",
  "www.emdataresource.org",
  "alphafold.ebi.ac.uk",
  "www.cgl.ucsf.edu",
  "doi.org",
];

/** Whether an address may be opened in the user's browser: https, one of a few hosts, no key or port in it. */
export function isAllowedLink(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  return (
    protocol === "https:" && HOSTS.includes(hostname) && port === "" && username === "" && password === ""
  );
}

// Whether this leads to one of the hosts for which a card may stand; the server asks the same again.
export function isCard(address, hosts) {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return false;
  const { hostname, username } = new URL(address);
  return !username && hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

/** Whether a URL leads to a program on this machine, and carries no user name. */
export const isLoopback = ({ protocol, hostname, username, password }: URL): boolean =>
  /^https?:$/.test(protocol) &&
  username + password === '' &&
  (hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname));

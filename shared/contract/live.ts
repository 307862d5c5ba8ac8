// Where the live connection is found. Apart from the schemas, so that clients need none of them.

/** The path of the Socket.IO endpoint; the address carries `room` so that proxies can hash it. */
export const livePath = '/live'

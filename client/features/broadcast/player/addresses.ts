// Where the playlists of a broadcast are. The same as the contract's `hlsPath` and `mainPlaylist`; a test compares them.

export const mainPlaylist = 'index.m3u8'

export const folderOf = (node: string, broadcast: string): string =>
  `/hls/${encodeURIComponent(node)}/${broadcast}/`

/** For players that cannot be told to send a header: all that is listed there carries the token too. */
export const openFolder = (folder: string, token: string): string =>
  `${folder}t/${encodeURIComponent(token)}/`

// Which of several nodes does something, agreed without talking: the one whose hash together with the
// thing's name is highest. When a node comes or goes, only what it did moves. Pure.

/** FNV-1a, then mixed so that names that differ in one letter land far apart. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The node for `name`, or null when there is none. The order of `nodes` does not matter. */
export function rendezvous<Node extends string>(name: string, nodes: Iterable<Node>): Node | null {
  let best: { readonly node: Node; readonly score: number } | null = null
  for (const node of nodes) {
    const score = hash32(`${name} ${node}`)
    const wins = best === null || score > best.score || (score === best.score && node > best.node)
    if (wins) best = { node, score }
  }
  return best?.node ?? null
}

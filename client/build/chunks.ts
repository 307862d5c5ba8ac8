// How the client is cut into files. A file costs a browser more than its bytes, so whoever goes to a
// class fetches a handful: the frame of every page, the way in, the room with its connection, what shows it, and
// what these share with other pages, light parts apart from those that stand on a library. A board is one file
// more, and so is what the page that tries one's devices shares with these.
import { fileURLToPath } from 'node:url'
import type { Rolldown } from 'vite'

type Graph = Rolldown.ChunkingContext
type Modules = ReadonlySet<string>

const client = fileURLToPath(new URL('..', import.meta.url))
const frameEntry = `${client}main.ts`
const wayInEntry = `${client}pages/ClassPage.svelte`
const trialEntry = `${client}pages/TestPage.svelte`
const insideEntry = `${client}classroom/ClassView.svelte`
const roomEntry = `${client}classroom/openClass.ts`
const boardFolder = `${client}features/board/`
const boardEntry = `${boardFolder}BoardView.svelte`
/** Menus, dialogs and the like stand on one. */
const library = '/node_modules/'
const page = /\/client\/pages\/\w+Page\.svelte$/

/** A module and all it imports, but for what it imports later. */
function closure(graph: Graph, entries: readonly string[]): Modules {
  const seen = new Set<string>()
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    graph.getModuleInfo(id)?.importedIds.forEach(visit)
  }
  entries.forEach(visit)
  return seen
}

/** Every page but the class's and the trial's: what the frame imports later, or what those import later. */
function otherPages(graph: Graph): string[] {
  const seen = new Set<string>()
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    const info = graph.getModuleInfo(id)
    info?.importedIds.forEach(visit)
    info?.dynamicallyImportedIds.forEach(visit)
  }
  visit(frameEntry)
  return [...seen].filter((id) => page.test(id) && id !== wayInEntry && id !== trialEntry)
}

/** All that may be fetched without a board, and its door; what a board fetches later stands on it. */
function besideBoard(graph: Graph): Modules {
  const seen = new Set<string>([boardEntry])
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    const info = graph.getModuleInfo(id)
    info?.importedIds.forEach(visit)
    if (!id.startsWith(boardFolder)) info?.dynamicallyImportedIds.forEach(visit)
  }
  visit(frameEntry)
  return seen
}

/** The name of a module's file; null leaves it to the bundler. */
export function chunkOf(): (id: string, graph: Graph) => string | null {
  let cut: ((id: string) => string | null) | null = null
  const survey = (graph: Graph) => {
    const frame = closure(graph, [frameEntry])
    const wayIn = closure(graph, [wayInEntry])
    const inside = closure(graph, [insideEntry])
    const room = closure(graph, [roomEntry])
    const trial = closure(graph, [trialEntry])
    const board = closure(graph, [boardEntry])
    const beside = besideBoard(graph)
    const others = closure(graph, otherPages(graph))
    const isHeavy = (id: string) =>
      [...closure(graph, [id])].some((one) => one.includes(library) && !frame.has(one))
    return (id: string): string | null => {
      if (frame.has(id)) return 'frame'
      if (!others.has(id)) {
        const toClass = wayIn.has(id) || room.has(id)
        if (toClass && trial.has(id)) return 'devices'
        if (board.has(id) && !beside.has(id)) return 'board'
        return room.has(id) && !wayIn.has(id) ? 'room' : null
      }
      if (wayIn.has(id)) return 'parts'
      if (!inside.has(id)) return null
      return isHeavy(id) ? 'overlays' : 'parts'
    }
  }
  return (id, graph) => {
    cut ??= survey(graph)
    return cut(id)
  }
}

// A board's own file, from this device or from one's templates, becomes a board of the class; what was wrong
// with it is said.
import './texts.ts'
import type { BoardFileProblem } from '../../../../shared/board/boardFile.ts'
import { explain } from '../../../api/explain.ts'
import type { Classroom } from '../../../classroom/classroom.svelte.ts'
import { t } from '../../../i18n/i18n.svelte.ts'
import { BoardFiles } from '../boardFiles.ts'
import { LayerCopy } from '../sync/layerCopy.ts'
import { forgetful } from '../sync/layerStore.ts'
import { writeLayer } from '../sync/layerWrite.ts'
import { importBoard, type ImportPorts } from './exports.ts'
import { makeBoard } from './makeBoard.ts'

const problems = {
  notBoard: 'boardExport.notBoard',
  newer: 'boardExport.newer',
  tooLarge: 'boardExport.tooLarge',
} as const

function worded(its: BoardFileProblem): string {
  if (its.code !== 'broken') return t(problems[its.code])
  return its.page === undefined
    ? t('boardExport.broken')
    : t('boardExport.brokenAt', { page: its.page })
}

export class Opening {
  pending = $state(false)
  /** How far it is, or what came of it. */
  says = $state('')
  failed = $state(false)
  readonly #classroom: Classroom
  readonly #files: BoardFiles

  constructor(classroom: Classroom) {
    const { room, id, fileLimit } = classroom
    this.#classroom = classroom
    const token = () => room.connection.token()
    this.#files = new BoardFiles({ room: id, token, limit: fileLimit })
  }

  /** Of a file that is there, or comes. */
  async run(file: Blob | Promise<Blob>): Promise<void> {
    this.pending = true
    this.failed = false
    this.says = t('boardExport.opening')
    try {
      this.says = await this.#open(await file)
    } catch (error) {
      this.failed = true
      this.says = explain(error)
    }
    this.pending = false
  }

  /** What is said when it is done; throws the refusal. */
  async #open(file: Blob): Promise<string> {
    const read = await importBoard(file, { upload: this.#upload })
    if ('problem' in read) {
      this.failed = true
      return worded(read.problem)
    }
    const { room } = this.#classroom
    const write: Parameters<typeof makeBoard>[0]['write'] = (on, objects) =>
      writeLayer(() => this.#openLayer({ ...on, of: 'shared', epoch: 0 }), objects)
    await makeBoard({ room, write }, read.board)
    const { missing, title } = read.board
    return missing > 0
      ? t('boardExport.missing', { count: missing })
      : t('boardExport.opened', { title })
  }

  readonly #upload: ImportPorts['upload'] = ({ bytes, name, type }) =>
    this.#files.send(new File([Uint8Array.from(bytes)], name, { type })).then(
      (sent) => sent.id,
      () => null,
    )

  #openLayer(name: LayerCopy['name']): LayerCopy {
    const { room } = this.#classroom
    return LayerCopy.open({
      me: room.me.participant,
      name,
      server: location.origin.replace(/^http/, 'ws'),
      token: () => room.connection.token(),
      store: forgetful(),
    })
  }
}

// The courses and programs on the start page: asked for, and changed with a way back.
import type { InputOf } from '../../../shared/contract/http/routes.ts'
import type { Api } from '../../api/api.ts'
import type { Notices } from '../../ui/notices.svelte.ts'
import { changeUndoably, type PlaceChange } from '../courses/changing.ts'
import { Loaded } from '../loaded.svelte.ts'
import { groupByProgram, type Course, type Grouped, type Program } from './grouping.ts'

interface Ports {
  readonly api: Api
  readonly notices: Notices
  /** Takes the focus when what had it is gone. */
  readonly list: () => HTMLElement | undefined
}

export class Catalogue {
  readonly loaded: Loaded<Grouped>
  readonly #ports: Ports
  #archived = $state(false)

  /** Made while a component is, as `Loaded` is. */
  constructor(ports: Ports) {
    this.#ports = ports
    this.loaded = new Loaded(async () => {
      const query = { archived: String(this.#archived) }
      return groupByProgram(await ports.api.call('catalogue.list', { query }))
    })
  }

  get archived(): boolean {
    return this.#archived
  }

  showArchived(archived: boolean): void {
    this.#archived = archived
    void this.loaded.reload()
  }

  async changeCourse({ id }: Course, body: InputOf<'courses.update'>['body']): Promise<void> {
    await this.#ports.api.call('courses.update', { params: { course: id }, body })
    await this.loaded.reload()
  }

  async changeProgram({ id }: Program, body: InputOf<'programs.update'>['body']): Promise<void> {
    await this.#ports.api.call('programs.update', { params: { program: id }, body })
    await this.loaded.reload()
  }

  placeCourse(what: Course, change: PlaceChange): void {
    const send = (body: PlaceChange): Promise<void> => this.changeCourse(what, body)
    const from = { program: what.program }
    changeUndoably(this.#ports.notices, { what, change, from, send, list: this.#ports.list() })
  }

  placeProgram(what: Program, change: PlaceChange): void {
    const send = (body: PlaceChange): Promise<void> => this.changeProgram(what, body)
    changeUndoably(this.#ports.notices, { what, change, send, list: this.#ports.list() })
  }
}

// The field that lies over a text while it is written, as the engine asks for it and as a component shows it.
import type { OpenTextField, TextEditorPort, TextField, TextFieldLook } from './engine/contract.ts'

interface Editing {
  readonly field: TextField
  readonly look: TextFieldLook
}

export class TextEditor implements TextEditorPort {
  #now = $state.raw<Editing | null>(null)

  get now(): Editing | null {
    return this.#now
  }

  readonly open = (field: TextField): OpenTextField => {
    this.#now = { field, look: field.look }
    return {
      move: (look) => {
        if (this.#now?.field === field) this.#now = { field, look }
      },
      close: () => {
        if (this.#now?.field === field) this.#now = null
      },
    }
  }
}

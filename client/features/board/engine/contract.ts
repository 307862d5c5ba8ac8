// What the chrome around a board gives to its engine and gets from it. Positions of the board are in board
// units; positions on the screen are CSS pixels from the upper left of the host element. The engine knows
// no network, no room and no Svelte.
import type * as Y from 'yjs'
import type { FileId, ParticipantId } from '../../../../shared/ids.ts'
import type { Colour } from '../../../../shared/board/record.ts'
import type { Box, Point, Style } from '../../../../shared/board/shape.ts'

/** One layer of the page. Given from the lowest to the highest. */
export interface EngineLayer {
  /** Its name as text; a layer that begins anew (reset, epoch) is given under another `doc`. */
  readonly name: string
  readonly doc: Y.Doc
  /** To whom a Yjs client belongs, when that is known. */
  readonly personOf: (client: number) => ParticipantId | null
}

/** An object's layer and id in one, as the engine says it and takes it back. */
export type ObjectKey = string

/** What one may do now; the server says the same again. */
export interface EngineRights {
  readonly add: boolean
  /** Whether an object may be changed or deleted, by its author, its lock and the name of its layer. */
  readonly change: (author: ParticipantId | null, locked: boolean, layer: string) => boolean
  /** Whether one may lock and unlock. */
  readonly lock: boolean
}

/** The colours of a theme; `setPalette` with another one draws everything anew. */
export interface Palette {
  readonly dark: boolean
  readonly css: (colour: Colour) => string
  /** Behind everything; null lets the shared screen below shine through. */
  readonly page: string | null
  /** Lines and dots of a grid. */
  readonly grid: string
  /** Handles, selection and guides. */
  readonly accent: string
  readonly font: string
}

export type Background =
  | { readonly kind: 'plain' | 'grid' | 'lines' }
  /** A picture below the ink, such as a slide: `key` changes when the picture does. */
  | { readonly kind: 'slide'; readonly key: string; readonly box: Box }

/** A field that lies over a text while it is written. Positions are on the screen. */
export interface TextField {
  readonly text: string
  /** Such as "Sticky note", for a screen reader. */
  readonly label: string
  readonly look: TextFieldLook
  readonly maxLength: number
  /** What was typed, at each change: the object below grows with it. */
  readonly changed: (text: string) => void
  /** Left by Escape, by a click elsewhere or by tabbing on. */
  readonly done: () => void
}

export interface TextFieldLook {
  readonly box: Box
  /** Height of letters in CSS pixels. */
  readonly size: number
  /** CSS. */
  readonly colour: string
  readonly align: 'start' | 'middle'
  /** Not the words themselves, but what they are made of. */
  readonly source?: true
}

export interface OpenTextField {
  readonly move: (look: TextFieldLook) => void
  readonly close: () => void
}

export interface TextEditorPort {
  readonly open: (field: TextField) => OpenTextField
}

export interface UploadedPicture {
  readonly file: FileId
  readonly width: number
  readonly height: number
}

/** Pictures come later: null now, and `pictureReady` of the engine when they are there. */
export interface PicturePort {
  readonly image: (file: FileId) => CanvasImageSource | null
  /** At least so many device pixels wide, or what there is meanwhile. */
  readonly slide: (key: string, width: number) => CanvasImageSource | null
  readonly formula: (formula: FormulaWish) => CanvasImageSource | null
  /** A pasted or dropped file becomes one of the class; null when that was refused (and said). */
  readonly upload: (file: Blob) => Promise<UploadedPicture | null>
}

export interface FormulaWish {
  readonly tex: string
  readonly size: number
  /** CSS. */
  readonly colour: string
}

/** Bytes of `placeBytes.ts`, `inkBytes.ts` and `moveBytes.ts` in `shared/board`. */
export interface PassingPort {
  /** `whole` says all of it, for who comes later. */
  readonly sendPlace: (bytes: Uint8Array, whole: Uint8Array) => void
  readonly sendInk: (bytes: Uint8Array) => void
  readonly sendMove: (bytes: Uint8Array) => void
}

export interface EnginePorts {
  readonly passing: PassingPort
  readonly textEditor: TextEditorPort
  readonly pictures: PicturePort
  /** Who somebody is, for "by Ana" in the list. */
  readonly nameOf: (person: ParticipantId) => string | null
  /** Words in the language of the page. */
  readonly language: 'en' | 'de'
}

export interface EngineOptions {
  /** Positioned, with a size of its own; takes the focus (`tabindex` is set). */
  readonly host: HTMLElement
  readonly layers: readonly EngineLayer[]
  /** Name of the layer on which one draws; null when there is none. */
  readonly mine: string | null
  readonly me: ParticipantId
  readonly rights: EngineRights
  readonly palette: Palette
  readonly background: Background
  readonly ports: EnginePorts
  /** The kit has been fetched for another page, and so is there at once. */
  readonly hasKit?: boolean
  /** A pen was used on another page: it does not take the board from fingers again. */
  readonly penSeen?: boolean
  /** Objects on the page, where that is not what the server takes. */
  readonly most?: number
}

/** Fixed tools, or the type of any shape that a hand can make. */
export const plainTools = ['select', 'lasso', 'hand', 'eraser', 'partialEraser', 'laser'] as const
export type PlainTool = (typeof plainTools)[number]
export type ToolName = PlainTool | (string & {})

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const
export type Alignment = (typeof alignments)[number]

/** What can be done by a button or a key; `can` says whether it would do anything. */
export const boardCommands = [
  'undo',
  'redo',
  'delete',
  'duplicate',
  'copy',
  'cut',
  'paste',
  'selectAll',
  'selectNone',
  'group',
  'ungroup',
  'lock',
  'unlock',
  'toFront',
  'forward',
  'backward',
  'toBack',
  'distributeAcross',
  'distributeDown',
  'editText',
  'zoomIn',
  'zoomOut',
  'zoomReset',
  'zoomToFit',
  'zoomToSelection',
  'focusNext',
  'focusPrevious',
] as const
export type BoardCommand = (typeof boardCommands)[number] | `align:${Alignment}`

export interface View {
  /** What is seen of the board. */
  readonly box: Box
  readonly zoom: number
}

export interface SelectionState {
  readonly keys: readonly ObjectKey[]
  /** On the screen, for a bar that floats beside it. */
  readonly box: Box
  readonly types: readonly string[]
  readonly locked: boolean
  /** Something of it may be changed. */
  readonly changeable: boolean
  readonly grouped: boolean
  /** Where all of them agree. */
  readonly style: Partial<Style>
  /** Whose it is, when it is one person's. */
  readonly author: ParticipantId | null
}

/** A plain value, new whenever something in it changed; at most one per frame. */
export interface EngineState {
  readonly tool: ToolName
  readonly style: Style
  readonly view: View
  readonly selection: SelectionState | null
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly snap: boolean
  /** Not after a pen has touched the board: then they only move it; can be set. */
  readonly fingersDraw: boolean
  readonly penSeen: boolean
  /** A text is being written. */
  readonly writing: boolean
}

/** One line in the list that runs parallel to the canvas, for who does not see it. */
export interface ListedObject {
  readonly key: ObjectKey
  /** "Sticky note by Ana, 3 of 40: text". */
  readonly name: string
  readonly selected: boolean
}

export interface EngineEvents {
  /** State changed. */
  readonly state?: (state: EngineState) => void
  /** Objects came, changed or went; `others` of them by other people. Ask `list()` when it is wanted. */
  readonly objects?: (change: { readonly others: number }) => void
  /** A new object has been made by hand, so that chrome can go back to the select tool. */
  readonly made?: (key: ObjectKey, type: string) => void
  /** Something was tried that the rights do not allow, or that is beyond a limit. */
  readonly refused?: (why: 'rights' | 'locked' | 'full' | 'tooLarge' | 'unfetched') => void
  /** What somebody sees, for who follows them. */
  readonly sees?: (person: RemotePerson, view: Box) => void
  /** Somebody's cursor was pressed with a tool that only looks. */
  readonly met?: (person: RemotePerson) => void
  /** One moved the view oneself: following ends. */
  readonly wandered?: () => void
}

/** A number stands for a person, as `who` of the wire says it. */
export interface RemotePerson {
  readonly id: ParticipantId
  readonly name: string
}

export interface Engine {
  readonly state: EngineState
  /** Adds a listener and returns its end. */
  on(events: EngineEvents): () => void
  setLayers(layers: readonly EngineLayer[], mine: string | null): void
  setRights(rights: EngineRights): void
  setPalette(palette: Palette): void
  setBackground(background: Background): void
  setTool(tool: ToolName): void
  /** The style of what is drawn next, and of what is selected. */
  setStyle(style: Partial<Style>): void
  setSnap(on: boolean): void
  setFingersDraw(on: boolean): void
  can(command: BoardCommand): boolean
  do(command: BoardCommand): void
  /** Selects these alone, and brings them into view. */
  select(keys: readonly ObjectKey[]): void
  /** Shows this part of the board, as near as the host's shape allows. */
  show(box: Box, animate?: boolean): void
  /** As it was seen: from the same corner and as large, though the host may have another size. */
  restore(sight: Point & Pick<View, 'zoom'>): void
  /** The slide, or all that lies on a page without one, beside the tools. */
  showAll(): void
  /** Shows this alone from now on, such as the screen that the page lies over. */
  hold(box: Box): void
  /** Puts files where they were dropped (on the screen) or in the middle. */
  insertFiles(files: readonly Blob[], at?: Point): Promise<void>
  list(): readonly ListedObject[]
  /** A picture that was not there before is now. */
  pictureReady(): void
  readonly remote: {
    readonly place: (person: RemotePerson, bytes: Uint8Array) => void
    readonly ink: (person: RemotePerson, bytes: Uint8Array) => void
    readonly move: (person: RemotePerson, bytes: Uint8Array) => void
    readonly gone: (person: ParticipantId) => void
  }
  close(): void
}
